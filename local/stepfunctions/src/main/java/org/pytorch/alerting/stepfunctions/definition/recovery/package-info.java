/** What a Retry and a Catch say about which errors. */
@NullMarked
package org.pytorch.alerting.stepfunctions.definition.recovery;

import org.jspecify.annotations.NullMarked;
