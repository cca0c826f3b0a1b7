/** What is known of an alert between its messages, and the port to where it is stored. */
@NullMarked
package org.pytorch.alerting.decide.row;

import org.jspecify.annotations.NullMarked;
