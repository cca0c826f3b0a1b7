package org.pytorch.alerting.simulation.exploration.model;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Maps equal values to the same small number, and a number back to its value. */
public final class Interner<T> {
  private final Map<T, Interned<T>> known = new HashMap<>();
  private final List<Interned<T>> byId = new ArrayList<>();

  public Interned<T> of(T value) {
    return known.computeIfAbsent(
        value,
        _ -> {
          Interned<T> added = new Interned<>(byId.size(), value);
          byId.add(added);
          return added;
        });
  }

  public Stream<T> values() {
    return byId.stream().map(interned -> interned.value);
  }

  public Interned<T> at(int id) {
    return byId.get(id);
  }
}
