/** What the two functions are asked, and what the one that records answers. */
@NullMarked
package org.pytorch.alerting.decide.message;

import org.jspecify.annotations.NullMarked;
