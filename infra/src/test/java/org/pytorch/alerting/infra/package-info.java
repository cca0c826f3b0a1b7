/**
 * Tests that the Terraform configuration and the code agree.
 *
 * <p>Unmarked for null on purpose: what stands in a parsed file may be absent anywhere, and a test
 * that looks for it shall simply fail.
 */
@NullUnmarked
package org.pytorch.alerting.infra;

import org.jspecify.annotations.NullUnmarked;
