/** What is true of any text: which letters cannot be seen, and where it is cut. */
@NullMarked
package org.pytorch.alerting.model.text;

import org.jspecify.annotations.NullMarked;
