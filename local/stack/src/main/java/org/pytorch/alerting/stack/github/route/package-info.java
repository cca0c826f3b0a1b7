/** Which endpoint a call is for, what it asks, and how data looks in an answer. */
@NullMarked
package org.pytorch.alerting.stack.github.route;

import org.jspecify.annotations.NullMarked;
