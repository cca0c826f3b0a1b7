/**
 * What a body holds, as far as publishing needs it: groups of alerts, their parts, shorter forms.
 */
@NullMarked
package org.pytorch.alerting.webhook.payload;

import org.jspecify.annotations.NullMarked;
