/** Grafana and Alertmanager, which send groups of alerts. */
@NullMarked
package org.pytorch.alerting.normalize.grouped;

import org.jspecify.annotations.NullMarked;
