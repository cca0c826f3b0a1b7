@NullMarked
package org.pytorch.alerting.stack.storage;

import org.jspecify.annotations.NullMarked;
