/** Sources, and the rules that all of them share. */
@NullMarked
package org.pytorch.alerting.normalize.source;

import org.jspecify.annotations.NullMarked;
