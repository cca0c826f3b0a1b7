/** Payload templates: paths and intrinsic functions within JSON. */
@NullMarked
package org.pytorch.alerting.stepfunctions.data.template;

import org.jspecify.annotations.NullMarked;
