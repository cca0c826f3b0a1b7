/** The arithmetic of what is measured; nothing is timed here. */
@NullMarked
package org.pytorch.alerting.bench;

import org.jspecify.annotations.NullMarked;
