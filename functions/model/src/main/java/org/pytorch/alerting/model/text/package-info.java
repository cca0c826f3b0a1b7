/** Rules for any text: which characters are invisible, and where text is cut. */
@NullMarked
package org.pytorch.alerting.model.text;

import org.jspecify.annotations.NullMarked;
