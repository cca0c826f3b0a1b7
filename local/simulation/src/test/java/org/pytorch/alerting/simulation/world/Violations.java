package org.pytorch.alerting.simulation.world;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What was found wrong in a world, in order and each once. */
public final class Violations {
  private final Set<String> found = new LinkedHashSet<>();

  public void add(String text) {
    found.add(text);
  }

  public List<String> list() {
    return List.copyOf(found);
  }
}
