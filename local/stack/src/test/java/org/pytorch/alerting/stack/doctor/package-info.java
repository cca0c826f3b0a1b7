@NullMarked
package org.pytorch.alerting.stack.doctor;

import org.jspecify.annotations.NullMarked;
