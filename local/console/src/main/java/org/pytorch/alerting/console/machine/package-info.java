/** State machines as graphs, laid out and drawn. */
@NullMarked
package org.pytorch.alerting.console.machine;

import org.jspecify.annotations.NullMarked;
