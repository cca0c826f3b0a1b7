/** How many new issues may be opened at once: places under the caps of a storm. */
@NullMarked
package org.pytorch.alerting.decide.storm;

import org.jspecify.annotations.NullMarked;
