/** Carrying out a decision at most once: what was posted already is looked for first. */
@NullMarked
package org.pytorch.alerting.github.action;

import org.jspecify.annotations.NullMarked;
