/** How the data is written as JSON, and packed where it would be too long. */
@NullMarked
package org.pytorch.alerting.model.json;

import org.jspecify.annotations.NullMarked;
