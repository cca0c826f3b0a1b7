/**
 * An embedded AWS Step Functions for development and tests. It knows nothing about alerts.
 *
 * <p>Packages from the bottom up: {@code time}, {@code data}, {@code definition}, {@code task},
 * {@code execution}, {@code server}; none depends on a later one.
 */
@NullMarked
package org.pytorch.alerting.stepfunctions;

import org.jspecify.annotations.NullMarked;
