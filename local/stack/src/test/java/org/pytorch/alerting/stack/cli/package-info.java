/** Tests of the command line and its story. */
@NullMarked
package org.pytorch.alerting.stack.cli;

import org.jspecify.annotations.NullMarked;
