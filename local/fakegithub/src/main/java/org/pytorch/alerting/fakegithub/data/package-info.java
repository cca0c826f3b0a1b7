/** The data of the fake GitHub: repositories with their issues, comments and labels. */
@NullMarked
package org.pytorch.alerting.fakegithub.data;

import org.jspecify.annotations.NullMarked;
