package org.pytorch.alerting.stack.exploration;

/**
 * A statement that does not hold.
 *
 * @param how what is wrong, in words
 */
record Violation(Invariant statement, String how) {}
