/** Tests of the contract between the definition, its deployment and the functions. */
@NullMarked
package org.pytorch.alerting.statemachine.contract;

import org.jspecify.annotations.NullMarked;
