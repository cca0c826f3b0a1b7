/** Clients of the endpoints that the console reads. */
@NullMarked
package org.pytorch.alerting.console.source;

import org.jspecify.annotations.NullMarked;
