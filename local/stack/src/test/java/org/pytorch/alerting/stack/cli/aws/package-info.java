/** Tests of the commands for a deployed environment. */
@NullMarked
package org.pytorch.alerting.stack.cli.aws;

import org.jspecify.annotations.NullMarked;
