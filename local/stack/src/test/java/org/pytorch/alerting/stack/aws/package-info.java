/** Tests of the AWS endpoints, through the SDK where it has a client for them. */
@NullMarked
package org.pytorch.alerting.stack.aws;

import org.jspecify.annotations.NullMarked;
