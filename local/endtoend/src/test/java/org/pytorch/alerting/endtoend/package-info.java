/** Single messages through the whole stack, in real time. */
@NullMarked
package org.pytorch.alerting.endtoend;

import org.jspecify.annotations.NullMarked;
