package org.pytorch.alerting.stack.exploration.invariant;

/**
 * A statement that does not hold.
 *
 * @param how what is wrong, in words
 */
public record Violation(Invariant statement, String how) {}
