/** Carrying out a decision at most once: earlier posts are searched for first. */
@NullMarked
package org.pytorch.alerting.github.action;

import org.jspecify.annotations.NullMarked;
