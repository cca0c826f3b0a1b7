/** The fields that states have in common. Unknown fields are refused. */
@NullMarked
package org.pytorch.alerting.stepfunctions.definition.field;

import org.jspecify.annotations.NullMarked;
