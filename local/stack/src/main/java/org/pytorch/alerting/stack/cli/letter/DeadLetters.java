package org.pytorch.alerting.stack.cli.letter;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.pytorch.alerting.stack.cli.desk.Command;
import org.pytorch.alerting.stack.cli.desk.Options;
import org.pytorch.alerting.stack.cli.payload.PayloadSettings;
import org.pytorch.alerting.stack.cli.text.TextTable;

/** The commands for the messages in a dead-letter queue: list, redrive, replay, forget. */
public final class DeadLetters {
  private static final int OK = 0;
  private static final int FAILED = 1;
  private static final String DEAD_LETTER_QUEUE = "dlq";
  private static final int ID_LENGTH = 8;
  private static final int TITLE_LENGTH = 60;
  private static final String INDENT = "          ";

  private final DeadLetterQueue queue;
  private final InstantSource clock;
  private final Forgotten forgotten;
  private final Watch watch;

  /** Tells what becomes of redriven messages. */
  @FunctionalInterface
  public interface Watch {
    /** {@return one that is asked after the messages are sent; called before} */
    Told begin();

    /** The second part of it. */
    @FunctionalInterface
    interface Told {
      /** Prints what becomes of the messages; {@return the exit code} */
      int tell(List<String> messageIds, PrintStream out);
    }
  }

  /**
   * @param folder where deleted messages are kept
   */
  public DeadLetters(DeadLetterQueue queue, InstantSource clock, Path folder, Watch watch) {
    this.queue = queue;
    this.clock = clock;
    this.forgotten = new Forgotten(folder);
    this.watch = watch;
  }

  /** {@return the commands by their names} */
  public Map<String, Command> commands() {
    return Map.of(
        "dead-letters",
        (arguments, _, out) -> {
          Options.parse(arguments, Set.of(), Set.of()).alone();
          return list(out);
        },
        "redrive",
        (arguments, _, out) -> redrive(arguments, out),
        "replay",
        (arguments, _, out) -> replay(arguments, out),
        "forget",
        (arguments, _, out) -> forget(arguments, out));
  }

  private int list(PrintStream out) {
    List<Letter> letters = queue.peek();
    if (letters.isEmpty()) {
      out.println("No dead letters in " + queue.name() + ".");
      return OK;
    }
    out.printf("Dead letters in %s: %d%n", queue.name(), letters.size());
    letters.stream()
        .sorted(Comparator.comparing(Letter::saidAt))
        .forEach(letter -> print(letter, out));
    out.println();
    out.printf(
        "Redrive all: make redrive%s ID=all. Delete one: make forget%s ID=…. Details of one: make"
            + " why%s ID=…%n",
        queue.targetSuffix(), queue.targetSuffix(), queue.targetSuffix());
    return OK;
  }

  private void print(Letter letter, PrintStream out) {
    LetterReading reading = LetterReading.of(letter, letter.text());
    out.println();
    out.printf(
        "%s  %s old  %s  %s%n",
        shortId(letter),
        age(letter),
        reading
            .source()
            .or(() -> Optional.ofNullable(letter.senderAttributes().get("source")))
            .orElse("unknown source"),
        TextTable.cut(reading.title(), TITLE_LENGTH));
    wrapped(what(letter) + letter.diagnosis(), out);
    wrapped("To do: " + remedy(letter, reading), out);
    wrapped("Message %s, delivery %s".formatted(letter.messageId(), letter.deliveryId()), out);
  }

  private static void wrapped(String text, PrintStream out) {
    text.lines()
        .flatMap(line -> TextTable.wrapped(line, TextTable.MAX_WIDTH - INDENT.length()).stream())
        .forEach(line -> out.println(INDENT + line));
  }

  private static String what(Letter letter) {
    if (letter.isGivenUp()) {
      return "Given up: ";
    }
    return letter.isQuarantined() ? "Quarantined: " : "Failed: ";
  }

  /** {@return what an operator does about it} */
  private String remedy(Letter letter, LetterReading reading) {
    String redrive = "make redrive%s ID=%s".formatted(queue.targetSuffix(), shortId(letter));
    if (letter.isGivenUp()) {
      return "fix the cause, then %s".formatted(redrive);
    }
    if (!letter.isQuarantined()) {
      return "find the cause with make why%s ID=%s, fix it, then %s"
          .formatted(queue.targetSuffix(), letter.messageId(), redrive);
    }
    return Remedy.ofQuarantined(letter, reading, shortId(letter), queue.targetSuffix());
  }

  private String age(Letter letter) {
    Duration age = Duration.between(letter.saidAt(), clock.instant());
    if (age.toDays() > 0) {
      return age.toDays() + " d";
    }
    if (age.toHours() > 0) {
      return age.toHours() + " h";
    }
    return age.toMinutes() > 0 ? age.toMinutes() + " min" : "less than 1 min";
  }

  private static String shortId(Letter letter) {
    return letter.queueId().substring(0, Math.min(ID_LENGTH, letter.queueId().length()));
  }

  private int redrive(List<String> arguments, PrintStream out) {
    Options options = Options.parse(arguments, Set.of("id", "set"), Set.of("force"));
    String id = id(options, "redrive", " or ID=all");
    PayloadSettings settings = PayloadSettings.parse(options.get("set").orElse(""));
    Watch.Told told = watch.begin();
    List<String> sent =
        held(
            (letters, gone) ->
                redrive(
                    Selection.of(letters, id, queue), gone, settings, options.has("force"), out));
    if (sent.isEmpty()) {
      out.println("No dead letters in " + queue.name() + ".");
      return OK;
    }
    return told.tell(sent, out);
  }

  /** Redrives what a filter takes. */
  private int replay(List<String> arguments, PrintStream out) {
    Options options =
        Options.parse(arguments, Set.of("from", "match", "not", "set"), Set.of("force", "dry"))
            .alone();
    String from = options.get("from").orElse("nothing");
    if (!from.equals(DEAD_LETTER_QUEUE)) {
      throw new IllegalArgumentException(
          "FROM is %s; FROM=%s is known".formatted(from, DEAD_LETTER_QUEUE));
    }
    Filter filter = Filter.parse(options.get("match").orElse(""), options.get("not").orElse(""));
    if (filter.isEmpty()) {
      throw new IllegalStateException(
          "Which ones? make replay%s FROM=dlq MATCH=\"team=harbor title=Disk *\"; all of them: make redrive%s ID=all"
              .formatted(queue.targetSuffix(), queue.targetSuffix()));
    }
    PayloadSettings settings = PayloadSettings.parse(options.get("set").orElse(""));
    Watch.Told told = watch.begin();
    List<String> sent =
        held(
            (letters, gone) -> {
              List<Letter> taken = letters.stream().filter(filter::takes).toList();
              out.printf(
                  "%d of %d dead letters in %s %s.%n",
                  taken.size(),
                  letters.size(),
                  queue.name(),
                  taken.size() == 1 ? "matches" : "match");
              if (letters.size() >= DeadLetterQueue.MAX_LETTERS) {
                out.println("There are more than were checked: run this again for the others.");
              }
              if (options.has("dry")) {
                taken.forEach(letter -> print(letter, out));
                return List.<String>of();
              }
              return redrive(taken, gone, settings, options.has("force"), out);
            });
    return sent.isEmpty() ? OK : told.tell(sent, out);
  }

  /** All are prepared before the first is sent; {@return the new messages' ids} */
  private List<String> redrive(
      List<Letter> selected,
      List<Letter> gone,
      PayloadSettings settings,
      boolean anyway,
      PrintStream out) {
    List<Redrive> redrives =
        selected.stream()
            .map(
                letter ->
                    settings.isEmpty()
                        ? Redrive.of(letter)
                        : Redrive.with(settings, letter, anyway))
            .toList();
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < selected.size(); i++) {
      ids.add(redrive(selected.get(i), redrives.get(i), settings, out));
      gone.add(selected.get(i));
    }
    return ids;
  }

  /** Sends first: if this process dies in between, the copy is recognised by its delivery id. */
  private String redrive(
      Letter letter, Redrive redrive, PayloadSettings settings, PrintStream out) {
    String id = queue.send(redrive.body(), redrive.attributes());
    queue.delete(letter);
    out.printf(
        "Redriven: %s%s, now message %s, delivery %s%n",
        shortId(letter),
        settings.isEmpty() ? "" : " with " + settings.text(),
        id,
        letter.deliveryId());
    return id;
  }

  private int forget(List<String> arguments, PrintStream out) {
    Options options = Options.parse(arguments, Set.of("id"), Set.of());
    String id = id(options, "forget", "");
    if (id.equals(Selection.ALL)) {
      out.println("Delete one at a time: make forget" + queue.targetSuffix() + " ID=…");
      return FAILED;
    }
    return held(
        (letters, gone) -> {
          List<Letter> selected = Selection.of(letters, id, queue);
          if (selected.size() > 1) {
            out.printf(
                "%s has %d dead letters: %s. Name one of them.%n",
                id,
                selected.size(),
                String.join(", ", selected.stream().map(DeadLetters::shortId).toList()));
            return FAILED;
          }
          Letter letter = selected.getFirst();
          Path kept = forgotten.keep(letter);
          queue.delete(letter);
          gone.add(letter);
          out.printf(
              "Deleted %s, %s. Its payload is kept in %s%n",
              letter.queueId(),
              TextTable.cut(LetterReading.of(letter, letter.text()).title(), TITLE_LENGTH),
              kept);
          return OK;
        });
  }

  private String id(Options options, String command, String all) {
    return options
        .only("id")
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "Which one? make %s%s ID=…%s; the ids: make dead-letters%s"
                        .formatted(command, queue.targetSuffix(), all, queue.targetSuffix())));
  }

  /** What is done while the messages are hidden from others. */
  @FunctionalInterface
  private interface Action<T> {
    /**
     * Handles some of {@code letters}.
     *
     * @param gone gets those that are no longer in the queue
     */
    T on(List<Letter> letters, List<Letter> gone);
  }

  /** Shows the other letters again afterwards. */
  private <T> T held(Action<T> action) {
    List<Letter> letters = queue.receive();
    List<Letter> gone = new ArrayList<>();
    try {
      return action.on(letters, gone);
    } finally {
      queue.release(letters.stream().filter(letter -> !gone.contains(letter)).toList());
    }
  }
}
