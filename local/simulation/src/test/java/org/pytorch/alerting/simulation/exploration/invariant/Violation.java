package org.pytorch.alerting.simulation.exploration.invariant;

/**
 * An invariant that does not hold.
 *
 * @param how what is wrong, as text
 */
public record Violation(Invariant invariant, String how) {}
