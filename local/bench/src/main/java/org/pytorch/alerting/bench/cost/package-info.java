/** What a message costs: the bill, and what it is reckoned from. */
@NullMarked
package org.pytorch.alerting.bench.cost;

import org.jspecify.annotations.NullMarked;
