/** What {@code make explain} says is what the pipeline does. */
@NullMarked
package org.pytorch.alerting.simulation.explain;

import org.jspecify.annotations.NullMarked;
