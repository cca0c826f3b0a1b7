/** How the function authenticates to GitHub as our App. */
@NullMarked
package org.pytorch.alerting.github.auth;

import org.jspecify.annotations.NullMarked;
