/** What to do about an alert, who may do it, and its result. */
@NullMarked
package org.pytorch.alerting.model.action;

import org.jspecify.annotations.NullMarked;
