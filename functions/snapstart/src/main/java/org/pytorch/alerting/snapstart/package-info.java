/**
 * What a function does before Lambda takes a snapshot of it, and after it is restored from one: see
 * docs/adr/0009-own-log-and-primed-snapshots.md.
 */
@NullMarked
package org.pytorch.alerting.snapstart;

import org.jspecify.annotations.NullMarked;
