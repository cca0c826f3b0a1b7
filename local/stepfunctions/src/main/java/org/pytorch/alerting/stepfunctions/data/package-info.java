/**
 * How data flows through a state: paths, payload templates, intrinsic functions and the context
 * object.
 */
@NullMarked
package org.pytorch.alerting.stepfunctions.data;

import org.jspecify.annotations.NullMarked;
