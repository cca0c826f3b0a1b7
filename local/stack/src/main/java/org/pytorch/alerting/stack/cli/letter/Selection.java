package org.pytorch.alerting.stack.cli.letter;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The dead letters that an id stands for. */
final class Selection {
  static final String ALL = "all";

  /** In characters: as many as the list shows. */
  private static final int MIN_PREFIX = 8;

  private Selection() {}

  /**
   * {@return the letters with this id, or with an id that begins so; several if they are parts of
   * one message}
   *
   * @throws IllegalStateException if there is none, or if it is not clear which
   */
  static List<Letter> of(List<Letter> letters, String id, DeadLetterQueue queue) {
    if (id.equals(ALL)) {
      return letters;
    }
    List<Letter> exact = letters.stream().filter(letter -> letter.is(id)).toList();
    List<Letter> found =
        exact.isEmpty() && id.length() >= MIN_PREFIX
            ? letters.stream().filter(letter -> begins(letter, id)).toList()
            : exact;
    if (found.isEmpty()) {
      throw new IllegalStateException(
          "No dead letter in %s has the id %s (%d checked). To list them: make dead-letters%s"
              .formatted(queue.name(), id, letters.size(), queue.targetSuffix()));
    }
    if (found.stream().map(Letter::messageId).distinct().count() > 1) {
      throw new IllegalStateException(
          "%s is ambiguous, it could be any of: %s"
              .formatted(
                  id, found.stream().map(Letter::queueId).collect(Collectors.joining(", "))));
    }
    return found;
  }

  private static boolean begins(Letter letter, String id) {
    return Stream.of(letter.queueId(), letter.messageId(), letter.deliveryId())
        .anyMatch(own -> own.startsWith(id));
  }
}
