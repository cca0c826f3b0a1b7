/** Our own messages to look at an alert again. */
@NullMarked
package org.pytorch.alerting.model.check;

import org.jspecify.annotations.NullMarked;
