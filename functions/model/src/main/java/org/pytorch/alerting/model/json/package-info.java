/** How data is written as JSON, and packed if it would be too long. */
@NullMarked
package org.pytorch.alerting.model.json;

import org.jspecify.annotations.NullMarked;
