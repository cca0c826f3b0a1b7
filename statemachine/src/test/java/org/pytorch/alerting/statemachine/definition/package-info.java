/** The deployed definition: its source, its diagram and its transitions. */
@NullMarked
package org.pytorch.alerting.statemachine.definition;

import org.jspecify.annotations.NullMarked;
