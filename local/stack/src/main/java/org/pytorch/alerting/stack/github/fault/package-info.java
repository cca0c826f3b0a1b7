/** Injected faults and late effects. */
@NullMarked
package org.pytorch.alerting.stack.github.fault;

import org.jspecify.annotations.NullMarked;
