/** The command line and its demonstration. */
@NullMarked
package org.pytorch.alerting.stack.cli;

import org.jspecify.annotations.NullMarked;
