/** What a source is, and the rules that all sources share. */
@NullMarked
package org.pytorch.alerting.normalize.source;

import org.jspecify.annotations.NullMarked;
