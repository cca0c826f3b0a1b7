/** Tests of this part of the command line. */
@NullMarked
package org.pytorch.alerting.stack.cli.board;

import org.jspecify.annotations.NullMarked;
