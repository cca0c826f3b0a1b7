/** Payloads in files: read, checked, and changed for a test. */
@NullMarked
package org.pytorch.alerting.stack.cli.payload;

import org.jspecify.annotations.NullMarked;
