package org.pytorch.alerting.simulation.exploration.model;

/**
 * A value that exists only once: an {@link Interner} returns the same object for equal values. It
 * is compared and hashed by identity, however large the value is.
 */
public final class Interned<T> {
  /** Unique within one interner, from 0. */
  public final int id;

  public final T value;

  Interned(int id, T value) {
    this.id = id;
    this.value = value;
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
