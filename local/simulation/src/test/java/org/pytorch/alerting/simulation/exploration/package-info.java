/**
 * Explores every interleaving of a small world: the production rules of decide and record and the
 * production actions on GitHub, over a modelled table, a modelled GitHub and a queue that delivers
 * at least once, with crashes, lost responses and people who close, reopen and delete issues.
 */
@NullMarked
package org.pytorch.alerting.simulation.exploration;

import org.jspecify.annotations.NullMarked;
