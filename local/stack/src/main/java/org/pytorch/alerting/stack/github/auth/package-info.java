/** Who calls, with which token, and what they may do. */
@NullMarked
package org.pytorch.alerting.stack.github.auth;

import org.jspecify.annotations.NullMarked;
