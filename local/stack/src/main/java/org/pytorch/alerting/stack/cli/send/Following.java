package org.pytorch.alerting.stack.cli.send;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Predicate;
import org.pytorch.alerting.stack.journal.Journal;
import org.pytorch.alerting.stack.journal.StackEvent;

/** Follows what becomes of messages, from a moment before they were sent. Used once. */
public final class Following {
  private final Journal journal;
  private final long begin;
  private long position;

  private Following(Journal journal) {
    this.journal = journal;
    this.begin = journal.position();
    this.position = begin;
  }

  /** {@return one that sees the events from now on} */
  public static Following from(Journal journal) {
    return new Following(journal);
  }

  /**
   * Waits for the last event that is wanted.
   *
   * @param isLast sees each event that concerns one of {@code messageIds}
   * @return whether it came in time
   */
  boolean follow(List<String> messageIds, Duration patience, Predicate<StackEvent> isLast) {
    Set<String> ids = Set.copyOf(messageIds);
    return journal.poll(patience, () -> last(ids, isLast)).isPresent();
  }

  /** {@return the first that {@code look} finds in a log line since the beginning, if in time} */
  <T> Optional<T> find(Duration patience, Function<StackEvent.LogLine, Optional<T>> look) {
    AtomicLong from = new AtomicLong(begin);
    return journal.poll(
        patience,
        () -> {
          Journal.Since since = journal.since(from.get());
          from.set(since.end());
          return since.events().stream()
              .filter(StackEvent.LogLine.class::isInstance)
              .map(StackEvent.LogLine.class::cast)
              .flatMap(line -> look.apply(line).stream())
              .findFirst();
        });
  }

  private Optional<StackEvent> last(Set<String> ids, Predicate<StackEvent> isLast) {
    Journal.Since since = journal.since(position);
    position = since.end();
    return since.events().stream().filter(event -> concerns(event, ids)).filter(isLast).findFirst();
  }

  private static boolean concerns(StackEvent event, Set<String> ids) {
    return switch (event) {
      case StackEvent.MessagePublished published -> ids.contains(published.messageId());
      case StackEvent.MessageHandled handled -> ids.contains(handled.messageId());
      case StackEvent.MessageFailed failed -> ids.contains(failed.messageId());
      case StackEvent.LogLine line ->
          ids.contains(line.text("message_id")) && !line.text("function").equals("webhook");
      case StackEvent.FunctionReturned _ -> false;
    };
  }
}
