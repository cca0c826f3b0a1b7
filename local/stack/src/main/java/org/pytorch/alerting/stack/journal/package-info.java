/** What happens in the stack, as events that tests and the story wait for. */
@NullMarked
package org.pytorch.alerting.stack.journal;

import org.jspecify.annotations.NullMarked;
