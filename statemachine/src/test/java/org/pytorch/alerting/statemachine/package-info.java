/** Tests of the state machine, on the embedded engine and on any other one. */
@NullMarked
package org.pytorch.alerting.statemachine;

import org.jspecify.annotations.NullMarked;
