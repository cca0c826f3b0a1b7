/** The GitHub that a stack works on: the fake one, or one that exists. */
@NullMarked
package org.pytorch.alerting.stack.github;

import org.jspecify.annotations.NullMarked;
