/** What happened to each message and alert, collected from the executions. */
@NullMarked
package org.pytorch.alerting.console.story;

import org.jspecify.annotations.NullMarked;
