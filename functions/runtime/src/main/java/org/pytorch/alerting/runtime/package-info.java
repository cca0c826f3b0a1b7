/**
 * What a function needs from its host: variables, the time, a log, and what it does before and
 * after a snapshot of its process.
 */
@NullMarked
package org.pytorch.alerting.runtime;

import org.jspecify.annotations.NullMarked;
