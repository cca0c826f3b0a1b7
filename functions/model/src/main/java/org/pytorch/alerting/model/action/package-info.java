/** What is to be done about an alert, who may do it, and what came of it. */
@NullMarked
package org.pytorch.alerting.model.action;

import org.jspecify.annotations.NullMarked;
