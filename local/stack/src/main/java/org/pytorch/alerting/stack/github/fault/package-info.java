/** Faults on demand, and effects that come late. */
@NullMarked
package org.pytorch.alerting.stack.github.fault;

import org.jspecify.annotations.NullMarked;
