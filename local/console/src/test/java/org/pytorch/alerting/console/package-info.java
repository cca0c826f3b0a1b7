/** Tests of the console without a browser. */
@NullMarked
package org.pytorch.alerting.console;

import org.jspecify.annotations.NullMarked;
