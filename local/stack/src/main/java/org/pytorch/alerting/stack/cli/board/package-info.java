/** The repository's issues. */
@NullMarked
package org.pytorch.alerting.stack.cli.board;

import org.jspecify.annotations.NullMarked;
