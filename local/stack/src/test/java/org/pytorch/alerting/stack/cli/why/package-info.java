/** Tests of this part of the command line. */
@NullMarked
package org.pytorch.alerting.stack.cli.why;

import org.jspecify.annotations.NullMarked;
