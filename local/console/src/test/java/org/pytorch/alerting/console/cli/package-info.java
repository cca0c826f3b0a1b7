@NullMarked
package org.pytorch.alerting.console.cli;

import org.jspecify.annotations.NullMarked;
