/** What a policy says about one alert, as it travels with the event. */
@NullMarked
package org.pytorch.alerting.model.route;

import org.jspecify.annotations.NullMarked;
