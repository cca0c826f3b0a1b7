@NullMarked
package org.pytorch.alerting.console.web;

import org.jspecify.annotations.NullMarked;
