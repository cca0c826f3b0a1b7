/** Texts for people: times, JSON and Markdown. */
@NullMarked
package org.pytorch.alerting.console.text;

import org.jspecify.annotations.NullMarked;
