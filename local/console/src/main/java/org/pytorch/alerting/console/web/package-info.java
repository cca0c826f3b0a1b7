/** The web server's part of the pages: safety, live updates and rendering. */
@NullMarked
package org.pytorch.alerting.console.web;

import org.jspecify.annotations.NullMarked;
