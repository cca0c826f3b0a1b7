/** Sends payloads and tells what became of them. */
@NullMarked
package org.pytorch.alerting.stack.cli.send;

import org.jspecify.annotations.NullMarked;
