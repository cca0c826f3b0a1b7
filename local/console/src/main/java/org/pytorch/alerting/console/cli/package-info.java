/** The command lines: the console of any Step Functions, and the embedded one with its pages. */
@NullMarked
package org.pytorch.alerting.console.cli;

import org.jspecify.annotations.NullMarked;
