/** A stack in a process of its own, which is killed and continues. */
@NullMarked
package org.pytorch.alerting.endtoend.process;

import org.jspecify.annotations.NullMarked;
