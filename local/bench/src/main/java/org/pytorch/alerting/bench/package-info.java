/** The measurements of {@code make bench} and their goals. */
@NullMarked
package org.pytorch.alerting.bench;

import org.jspecify.annotations.NullMarked;
