/** Tests of the arithmetic; they measure no times. */
@NullMarked
package org.pytorch.alerting.bench;

import org.jspecify.annotations.NullMarked;
