/**
 * The Amazon States Language: a definition is read once, checked completely, and refused if
 * anything in it is not implemented exactly.
 */
@NullMarked
package org.pytorch.alerting.stepfunctions.definition;

import org.jspecify.annotations.NullMarked;
