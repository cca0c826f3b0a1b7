/** One story per test, in virtual time: the table in {@code docs/RELIABILITY.md}. */
@NullMarked
package org.pytorch.alerting.simulation.scenario;

import org.jspecify.annotations.NullMarked;
