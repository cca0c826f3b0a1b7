@NullMarked
package org.pytorch.alerting.console.text;

import org.jspecify.annotations.NullMarked;
