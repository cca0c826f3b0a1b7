/** Tests of this part of the command line. */
@NullMarked
package org.pytorch.alerting.stack.cli.text;

import org.jspecify.annotations.NullMarked;
