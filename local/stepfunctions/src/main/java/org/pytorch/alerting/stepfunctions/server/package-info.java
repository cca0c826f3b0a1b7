/** The HTTP API of AWS Step Functions over the interpreter, for the AWS CLI and SDKs. */
@NullMarked
package org.pytorch.alerting.stepfunctions.server;

import org.jspecify.annotations.NullMarked;
