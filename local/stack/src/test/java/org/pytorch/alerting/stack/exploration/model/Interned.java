package org.pytorch.alerting.stack.exploration.model;

/**
 * A value that exists only once: of equal values an {@link Interner} always gives the same object.
 * It is compared and hashed by its identity, however large the value is.
 */
public final class Interned<T> {
  /** Counts the values of one interner from 0. */
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
