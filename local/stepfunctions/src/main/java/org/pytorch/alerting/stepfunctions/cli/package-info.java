/** The command line: the server alone. */
@NullMarked
package org.pytorch.alerting.stepfunctions.cli;

import org.jspecify.annotations.NullMarked;
