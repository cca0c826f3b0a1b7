/** The scripts that build and start the stack, on a small project of their own. */
@NullMarked
package org.pytorch.alerting.endtoend.script;

import org.jspecify.annotations.NullMarked;
