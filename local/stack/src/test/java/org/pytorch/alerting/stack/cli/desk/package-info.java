/** Tests of this part of the command line. */
@NullMarked
package org.pytorch.alerting.stack.cli.desk;

import org.jspecify.annotations.NullMarked;
