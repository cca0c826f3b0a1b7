/**
 * Reads the Terraform configuration and starts the functions' zips as Lambda does. The tests check
 * that configuration and code agree.
 *
 * <p>Unmarked for null on purpose: what stands in a parsed file may be absent anywhere, and a test
 * that looks for it shall simply fail.
 */
@NullUnmarked
package org.pytorch.alerting.infra;

import org.jspecify.annotations.NullUnmarked;
