/** How an alert looks on GitHub, and how its text is made harmless there. */
@NullMarked
package org.pytorch.alerting.github.render;

import org.jspecify.annotations.NullMarked;
