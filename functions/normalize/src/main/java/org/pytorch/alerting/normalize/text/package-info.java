/**
 * Texts and fields as senders write them: cleaned, cut, and without what their templates leave
 * behind.
 */
@NullMarked
package org.pytorch.alerting.normalize.text;

import org.jspecify.annotations.NullMarked;
