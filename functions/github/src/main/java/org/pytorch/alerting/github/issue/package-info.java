/**
 * An issue as this function knows it, what it is asked to do with one, the port to where issues
 * are, and the time that is left for it.
 */
@NullMarked
package org.pytorch.alerting.github.issue;

import org.jspecify.annotations.NullMarked;
