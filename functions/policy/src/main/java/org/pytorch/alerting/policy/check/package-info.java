/** Finds what is well-formed but has no effect, such as a route that no alert reaches. */
@NullMarked
package org.pytorch.alerting.policy.check;

import org.jspecify.annotations.NullMarked;
