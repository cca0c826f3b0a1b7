@NullMarked
package org.pytorch.alerting.console.machine;

import org.jspecify.annotations.NullMarked;
