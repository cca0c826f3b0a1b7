/** GitHub's REST API over HTTP: sending, limits, redirects, and what its answers mean. */
@NullMarked
package org.pytorch.alerting.github.http;

import org.jspecify.annotations.NullMarked;
