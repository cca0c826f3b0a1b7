/**
 * The data that passes between the functions, its JSON, and what every function needs of its host.
 */
@NullMarked
package org.pytorch.alerting.model;

import org.jspecify.annotations.NullMarked;
