/** What is known about an alert between its messages, and the port to its store. */
@NullMarked
package org.pytorch.alerting.decide.row;

import org.jspecify.annotations.NullMarked;
