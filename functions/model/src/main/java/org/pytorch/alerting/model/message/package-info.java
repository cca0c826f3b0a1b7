/** What normalize makes of a message. */
@NullMarked
package org.pytorch.alerting.model.message;

import org.jspecify.annotations.NullMarked;
