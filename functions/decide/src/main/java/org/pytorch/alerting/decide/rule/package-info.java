/** The rules of an alert's life: how a message and how an outcome change its row. */
@NullMarked
package org.pytorch.alerting.decide.rule;

import org.jspecify.annotations.NullMarked;
