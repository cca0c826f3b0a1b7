/** What {@code make bench} measures, and the goals it is held against. */
@NullMarked
package org.pytorch.alerting.bench;

import org.jspecify.annotations.NullMarked;
