/** The cost of a message, and the usage it is computed from. */
@NullMarked
package org.pytorch.alerting.bench.cost;

import org.jspecify.annotations.NullMarked;
