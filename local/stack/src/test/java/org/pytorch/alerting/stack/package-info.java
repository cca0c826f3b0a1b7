/** Tests of the whole system on one machine. */
@NullMarked
package org.pytorch.alerting.stack;

import org.jspecify.annotations.NullMarked;
