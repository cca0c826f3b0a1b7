/** The data that passes between the functions: alerts, and the messages that hold them. */
@NullMarked
package org.pytorch.alerting.model;

import org.jspecify.annotations.NullMarked;
