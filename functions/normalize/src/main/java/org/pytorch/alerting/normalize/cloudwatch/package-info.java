/** CloudWatch, which sends one alarm at a time. */
@NullMarked
package org.pytorch.alerting.normalize.cloudwatch;

import org.jspecify.annotations.NullMarked;
