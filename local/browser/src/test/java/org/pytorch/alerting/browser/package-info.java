/** The console of a whole stack: its pages, and how they work in a browser. */
@NullMarked
package org.pytorch.alerting.browser;

import org.jspecify.annotations.NullMarked;
