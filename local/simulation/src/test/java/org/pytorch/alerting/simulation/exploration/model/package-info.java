/** What the explored world is made of: an alert's story, GitHub and the queue. */
@NullMarked
package org.pytorch.alerting.simulation.exploration.model;

import org.jspecify.annotations.NullMarked;
