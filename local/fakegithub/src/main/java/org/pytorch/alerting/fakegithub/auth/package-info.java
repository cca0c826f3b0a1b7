/** Callers, tokens and permissions. */
@NullMarked
package org.pytorch.alerting.fakegithub.auth;

import org.jspecify.annotations.NullMarked;
