/** Dead letters, handled by hand. */
@NullMarked
package org.pytorch.alerting.stack.cli.letter;

import org.jspecify.annotations.NullMarked;
