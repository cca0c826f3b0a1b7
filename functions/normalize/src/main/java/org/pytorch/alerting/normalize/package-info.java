/** Turns provider payloads into canonical alert events. */
@NullMarked
package org.pytorch.alerting.normalize;

import org.jspecify.annotations.NullMarked;
