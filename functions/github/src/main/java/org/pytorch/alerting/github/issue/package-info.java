/**
 * An issue as this function knows it, the port to where issues are, and the time there is for a
 * look.
 */
@NullMarked
package org.pytorch.alerting.github.issue;

import org.jspecify.annotations.NullMarked;
