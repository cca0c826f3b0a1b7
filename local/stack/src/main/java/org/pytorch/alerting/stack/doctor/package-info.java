/** Checks an App and a repository before the first alert. */
@NullMarked
package org.pytorch.alerting.stack.doctor;

import org.jspecify.annotations.NullMarked;
