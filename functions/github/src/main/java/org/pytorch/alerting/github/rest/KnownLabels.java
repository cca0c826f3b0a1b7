package org.pytorch.alerting.github.rest;

import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The labels that this instance has seen to exist. Safe for use by several threads. */
final class KnownLabels {
  /** There are as many as teams; more would be a fault, and must not fill the memory. */
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

  /** GitHub tells labels apart regardless of case. */
  private static String key(String repo, String name) {
    return (repo + '\n' + name).toLowerCase(Locale.ROOT);
  }
}
