/** The data that passes between the functions. */
@NullMarked
package org.pytorch.alerting.model;

import org.jspecify.annotations.NullMarked;
