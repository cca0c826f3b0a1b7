/** Carries out actions on GitHub issues, each at most once. */
@NullMarked
package org.pytorch.alerting.github;

import org.jspecify.annotations.NullMarked;
