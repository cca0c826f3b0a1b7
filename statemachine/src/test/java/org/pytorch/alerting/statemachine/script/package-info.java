/** Scripted functions and queue: inputs, responses and recorded calls. */
@NullMarked
package org.pytorch.alerting.statemachine.script;

import org.jspecify.annotations.NullMarked;
