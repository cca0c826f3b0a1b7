/** Reads a policy from JSON and reports each mistake with its place. */
@NullMarked
package org.pytorch.alerting.policy.parse;

import org.jspecify.annotations.NullMarked;
