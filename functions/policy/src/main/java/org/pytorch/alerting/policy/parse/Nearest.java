package org.pytorch.alerting.policy.parse;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Finds the known word that was probably meant. */
public final class Nearest {
  /** In characters. The distance takes time in proportion to the product of both lengths. */
  private static final int MAX_LENGTH = 60;

  /** In characters: a shorter beginning says too little. */
  private static final int MIN_PREFIX = 3;

  private Nearest() {}

  /**
   * {@return the word of {@code known} that {@code word} abbreviates, or the one with the fewest
   * edits from it; empty if a third of its letters or more would have to change}
   */
  public static Optional<String> of(String word, Collection<String> known) {
    if (word.length() > MAX_LENGTH) {
      return Optional.empty();
    }
    String lower = word.toLowerCase(Locale.ROOT).replace('-', '_');
    List<String> longer =
        known.stream().filter(it -> it.toLowerCase(Locale.ROOT).startsWith(lower)).toList();
    if (longer.size() == 1 && word.length() >= MIN_PREFIX) {
      return Optional.of(longer.getFirst());
    }
    return known.stream()
        .min(
            Comparator.comparingInt((String it) -> distance(lower, it.toLowerCase(Locale.ROOT)))
                .thenComparing(Comparator.naturalOrder()))
        .filter(
            it ->
                distance(lower, it.toLowerCase(Locale.ROOT))
                    <= Math.max(1, Math.max(word.length(), it.length()) / 3));
  }

  /** Damerau and Levenshtein, where two neighbours that changed places are one edit. */
  private static int distance(String one, String other) {
    int[][] edits = new int[one.length() + 1][other.length() + 1];
    for (int i = 0; i <= one.length(); i++) {
      for (int j = 0; j <= other.length(); j++) {
        edits[i][j] = i == 0 || j == 0 ? i + j : fewest(edits, one, other, i, j);
      }
    }
    return edits[one.length()][other.length()];
  }

  private static int fewest(int[][] edits, String one, String other, int i, int j) {
    boolean same = one.charAt(i - 1) == other.charAt(j - 1);
    int least = Math.min(edits[i - 1][j], edits[i][j - 1]) + 1;
    least = Math.min(least, edits[i - 1][j - 1] + (same ? 0 : 1));
    boolean swapped =
        i > 1
            && j > 1
            && one.charAt(i - 1) == other.charAt(j - 2)
            && one.charAt(i - 2) == other.charAt(j - 1);
    return swapped ? Math.min(least, edits[i - 2][j - 2] + 1) : least;
  }
}
