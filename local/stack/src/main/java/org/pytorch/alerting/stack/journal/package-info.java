/** The stack's events, which tests and the story wait for. */
@NullMarked
package org.pytorch.alerting.stack.journal;

import org.jspecify.annotations.NullMarked;
