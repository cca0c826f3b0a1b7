/** From any id to the reason. */
@NullMarked
package org.pytorch.alerting.stack.cli.why;

import org.jspecify.annotations.NullMarked;
