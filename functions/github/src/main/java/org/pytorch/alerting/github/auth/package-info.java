/** How the function proves to GitHub that it is our App. */
@NullMarked
package org.pytorch.alerting.github.auth;

import org.jspecify.annotations.NullMarked;
