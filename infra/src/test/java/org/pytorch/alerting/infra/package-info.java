/** Tests that the Terraform configuration and the code agree. */
@NullMarked
package org.pytorch.alerting.infra;

import org.jspecify.annotations.NullMarked;
