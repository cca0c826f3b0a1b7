/** All scenarios, and the tests that run them on every engine. */
@NullMarked
package org.pytorch.alerting.statemachine.scenario;

import org.jspecify.annotations.NullMarked;
