/** Issues, comments and labels through GitHub's REST API. */
@NullMarked
package org.pytorch.alerting.github.rest;

import org.jspecify.annotations.NullMarked;
