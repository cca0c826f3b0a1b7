/** The parts of a policy. */
@NullMarked
package org.pytorch.alerting.policy.rule;

import org.jspecify.annotations.NullMarked;
