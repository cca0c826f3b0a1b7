/** Routing of calls to endpoints, their parameters, and the JSON of responses. */
@NullMarked
package org.pytorch.alerting.fakegithub.route;

import org.jspecify.annotations.NullMarked;
