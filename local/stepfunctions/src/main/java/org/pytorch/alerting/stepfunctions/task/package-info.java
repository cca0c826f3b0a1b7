/**
 * What a Task state calls: AWS Lambda and Amazon SQS over HTTP, or anything a test puts in their
 * place.
 */
@NullMarked
package org.pytorch.alerting.stepfunctions.task;

import org.jspecify.annotations.NullMarked;
