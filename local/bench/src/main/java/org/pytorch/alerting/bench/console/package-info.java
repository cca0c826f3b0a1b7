/** The console of a large stack, and what it adds to the start of one. */
@NullMarked
package org.pytorch.alerting.bench.console;

import org.jspecify.annotations.NullMarked;
