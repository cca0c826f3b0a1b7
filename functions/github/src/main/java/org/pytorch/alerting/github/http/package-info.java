/** GitHub's REST API over HTTP: requests, limits, redirects, and the meaning of responses. */
@NullMarked
package org.pytorch.alerting.github.http;

import org.jspecify.annotations.NullMarked;
