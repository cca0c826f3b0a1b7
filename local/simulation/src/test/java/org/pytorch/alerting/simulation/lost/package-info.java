/**
 * Worlds in which the table is lost or restored to an earlier time while alerts fire: {@code
 * docs/adr/0019}. The world knows what was said, and checks what is open on GitHub.
 */
@NullMarked
package org.pytorch.alerting.simulation.lost;

import org.jspecify.annotations.NullMarked;
