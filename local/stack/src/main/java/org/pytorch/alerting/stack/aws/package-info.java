/** The AWS services of the system, each as an HTTP endpoint on this machine. */
@NullMarked
package org.pytorch.alerting.stack.aws;

import org.jspecify.annotations.NullMarked;
