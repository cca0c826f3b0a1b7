/** What this function's variables configure. */
@NullMarked
package org.pytorch.alerting.normalize.settings;

import org.jspecify.annotations.NullMarked;
