package org.pytorch.alerting.github.rest;

import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The labels that are known to exist. Thread-safe. */
final class KnownLabels {
  /** There are about as many as teams; more would be a bug, and must not fill the memory. */
  static final int MAX_LABELS = 1_000;

  private final Set<String> names = ConcurrentHashMap.newKeySet();

  boolean contains(String repo, String name) {
    return names.contains(key(repo, name));
  }

  void add(String repo, String name) {
    if (names.size() >= MAX_LABELS) {
      names.clear();
    }
    names.add(key(repo, name));
  }

  /** GitHub ignores the case of labels. */
  private static String key(String repo, String name) {
    return (repo + '\n' + name).toLowerCase(Locale.ROOT);
  }
}
