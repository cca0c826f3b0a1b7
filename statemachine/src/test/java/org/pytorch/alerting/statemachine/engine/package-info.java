/** Engines that run the state machine: the embedded one in virtual time, any other over HTTP. */
@NullMarked
package org.pytorch.alerting.statemachine.engine;

import org.jspecify.annotations.NullMarked;
