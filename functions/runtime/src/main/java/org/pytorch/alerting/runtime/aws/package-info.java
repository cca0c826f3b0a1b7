/** How a function reaches AWS. Only for functions that bring the SDK along. */
@NullMarked
package org.pytorch.alerting.runtime.aws;

import org.jspecify.annotations.NullMarked;
