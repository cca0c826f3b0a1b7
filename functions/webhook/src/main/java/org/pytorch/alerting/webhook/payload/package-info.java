/** The contents of a body, as far as publishing needs them: groups, parts, shorter forms. */
@NullMarked
package org.pytorch.alerting.webhook.payload;

import org.jspecify.annotations.NullMarked;
