/** A model of the page that GitHub makes of our Markdown, and what must never be on it. */
@NullMarked
package org.pytorch.alerting.github.render.page;

import org.jspecify.annotations.NullMarked;
