/** The settings of a fake GitHub: its accounts, its App, its rules and limits. */
@NullMarked
package org.pytorch.alerting.fakegithub.settings;

import org.jspecify.annotations.NullMarked;
