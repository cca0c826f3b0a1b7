/** The requests to the two functions, and the response of the one that records. */
@NullMarked
package org.pytorch.alerting.decide.message;

import org.jspecify.annotations.NullMarked;
