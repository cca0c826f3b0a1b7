/** The fields that states have in common, read so that everything unknown is refused. */
@NullMarked
package org.pytorch.alerting.stepfunctions.definition.field;

import org.jspecify.annotations.NullMarked;
