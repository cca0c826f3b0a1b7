@NullMarked
package org.pytorch.alerting.console.run;

import org.jspecify.annotations.NullMarked;
