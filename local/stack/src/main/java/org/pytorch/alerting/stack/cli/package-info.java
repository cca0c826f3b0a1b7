/** The command line and the story that it tells. */
@NullMarked
package org.pytorch.alerting.stack.cli;

import org.jspecify.annotations.NullMarked;
