/** Finds what is well written and can never work, such as a route that no alert reaches. */
@NullMarked
package org.pytorch.alerting.policy.check;

import org.jspecify.annotations.NullMarked;
