/** What an alert's issue says of the alert now. */
@NullMarked
package org.pytorch.alerting.model.status;

import org.jspecify.annotations.NullMarked;
