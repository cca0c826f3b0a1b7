@NullMarked
package org.pytorch.alerting.console.story;

import org.jspecify.annotations.NullMarked;
