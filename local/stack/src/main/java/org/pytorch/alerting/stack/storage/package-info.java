/** What the stack keeps on disk: its credentials, and the folder of a stack that remembers. */
@NullMarked
package org.pytorch.alerting.stack.storage;

import org.jspecify.annotations.NullMarked;
