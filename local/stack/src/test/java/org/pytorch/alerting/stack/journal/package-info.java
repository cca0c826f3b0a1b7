/** Tests of the stack's events. */
@NullMarked
package org.pytorch.alerting.stack.journal;

import org.jspecify.annotations.NullMarked;
