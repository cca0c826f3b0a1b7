/** Senders' texts and fields: cleaned, cut, and without leftovers of templates. */
@NullMarked
package org.pytorch.alerting.normalize.text;

import org.jspecify.annotations.NullMarked;
