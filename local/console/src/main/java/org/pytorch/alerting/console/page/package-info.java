/** The pages: requests, and what the templates show. */
@NullMarked
package org.pytorch.alerting.console.page;

import org.jspecify.annotations.NullMarked;
