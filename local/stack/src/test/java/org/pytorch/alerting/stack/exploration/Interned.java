package org.pytorch.alerting.stack.exploration;

/**
 * A value that exists only once: of equal values an {@link Interner} always gives the same object.
 * It is compared and hashed by its identity, however large the value is.
 */
final class Interned<T> {
  /** Counts the values of one interner from 0. */
  final int id;

  final T value;

  Interned(int id, T value) {
    this.id = id;
    this.value = value;
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
