@NullMarked
package org.pytorch.alerting.console.source;

import org.jspecify.annotations.NullMarked;
