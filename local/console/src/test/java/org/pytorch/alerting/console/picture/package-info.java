@NullMarked
package org.pytorch.alerting.console.picture;

import org.jspecify.annotations.NullMarked;
