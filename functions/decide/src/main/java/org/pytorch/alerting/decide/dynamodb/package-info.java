/** How rows and turns are laid out and written in DynamoDB. */
@NullMarked
package org.pytorch.alerting.decide.dynamodb;

import org.jspecify.annotations.NullMarked;
