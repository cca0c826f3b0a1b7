/** The current status of an alert, as its issue shows it. */
@NullMarked
package org.pytorch.alerting.model.status;

import org.jspecify.annotations.NullMarked;
