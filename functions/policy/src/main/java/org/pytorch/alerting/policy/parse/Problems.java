package org.pytorch.alerting.policy.parse;

import java.util.ArrayList;
import java.util.List;

/** Collects the mistakes of one policy: a reader continues after each, to find them all. */
final class Problems {
  private final List<Problem> found = new ArrayList<>();

  void atName(String pointer, String what, String write) {
    found.add(new Problem(pointer, true, what, write));
  }

  void atValue(String pointer, String what, String write) {
    found.add(new Problem(pointer, false, what, write));
  }

  List<Problem> found() {
    return List.copyOf(found);
  }
}
