/** The console: pages that show what the system does. */
@NullMarked
package org.pytorch.alerting.console;

import org.jspecify.annotations.NullMarked;
