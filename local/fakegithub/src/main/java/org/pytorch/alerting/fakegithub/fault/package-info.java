/** Injected faults and late effects. */
@NullMarked
package org.pytorch.alerting.fakegithub.fault;

import org.jspecify.annotations.NullMarked;
