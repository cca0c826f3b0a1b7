/** The conditions of a Choice. */
@NullMarked
package org.pytorch.alerting.stepfunctions.definition.choice;

import org.jspecify.annotations.NullMarked;
