/** The data that passes between the functions: what an alert is, and the messages that hold it. */
@NullMarked
package org.pytorch.alerting.model;

import org.jspecify.annotations.NullMarked;
