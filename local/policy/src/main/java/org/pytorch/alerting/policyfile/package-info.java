/** A policy's file: YAML for people, JSON for the functions. */
@NullMarked
package org.pytorch.alerting.policyfile;

import org.jspecify.annotations.NullMarked;
