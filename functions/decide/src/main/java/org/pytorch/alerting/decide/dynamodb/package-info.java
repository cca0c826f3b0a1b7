/** The layout of rows and turns in DynamoDB, and the calls that read and write them. */
@NullMarked
package org.pytorch.alerting.decide.dynamodb;

import org.jspecify.annotations.NullMarked;
