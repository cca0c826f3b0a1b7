/** Tables and paragraphs for a terminal. */
@NullMarked
package org.pytorch.alerting.stack.cli.text;

import org.jspecify.annotations.NullMarked;
