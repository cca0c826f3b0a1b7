/** How an alert looks on GitHub, and how its text is kept from doing anything there. */
@NullMarked
package org.pytorch.alerting.github.render;

import org.jspecify.annotations.NullMarked;
