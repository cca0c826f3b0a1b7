/** AWS, through its command line. */
@NullMarked
package org.pytorch.alerting.stack.cli.aws;

import org.jspecify.annotations.NullMarked;
