/** Callers, tokens and permissions. */
@NullMarked
package org.pytorch.alerting.stack.github.auth;

import org.jspecify.annotations.NullMarked;
