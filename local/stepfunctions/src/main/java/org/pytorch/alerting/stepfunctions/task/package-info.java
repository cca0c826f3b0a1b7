/** The services behind Task states: AWS Lambda and Amazon SQS over HTTP. Tests can replace them. */
@NullMarked
package org.pytorch.alerting.stepfunctions.task;

import org.jspecify.annotations.NullMarked;
