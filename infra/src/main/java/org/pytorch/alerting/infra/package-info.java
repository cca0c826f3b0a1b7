/**
 * Reads the Terraform configuration and starts the functions' zips as Lambda does. The tests check
 * that configuration and code agree.
 *
 * <p>Deliberately not null-marked: any part of a parsed file may be absent, and the test that needs
 * it then fails.
 */
@NullUnmarked
package org.pytorch.alerting.infra;

import org.jspecify.annotations.NullUnmarked;
