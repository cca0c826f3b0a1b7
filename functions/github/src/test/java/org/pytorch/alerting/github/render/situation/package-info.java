/** What issues and comments say in each situation, and how a status block is rewritten. */
@NullMarked
package org.pytorch.alerting.github.render.situation;

import org.jspecify.annotations.NullMarked;
