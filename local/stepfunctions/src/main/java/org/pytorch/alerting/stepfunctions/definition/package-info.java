/**
 * The Amazon States Language. A definition is read once, checked completely, and refused if it uses
 * an unsupported feature.
 */
@NullMarked
package org.pytorch.alerting.stepfunctions.definition;

import org.jspecify.annotations.NullMarked;
