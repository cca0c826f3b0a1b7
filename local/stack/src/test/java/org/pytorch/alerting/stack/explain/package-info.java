/** Tests of what {@code make explain} says. */
@NullMarked
package org.pytorch.alerting.stack.explain;

import org.jspecify.annotations.NullMarked;
