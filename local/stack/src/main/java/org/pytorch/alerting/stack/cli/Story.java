package org.pytorch.alerting.stack.cli;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.pytorch.alerting.stack.Stack;
import org.pytorch.alerting.stack.cli.board.IssueBoard;
import org.pytorch.alerting.stack.cli.board.IssueBoard.IssueView;
import org.pytorch.alerting.stack.cli.letter.Letter;
import org.pytorch.alerting.stack.cli.letter.SqsDeadLetterQueue;
import org.pytorch.alerting.stack.cli.payload.Payload;
import org.pytorch.alerting.stack.cli.send.EventPrinter;
import org.pytorch.alerting.stack.cli.send.Sender;
import org.pytorch.alerting.stack.cli.text.TextTable;
import org.pytorch.alerting.stack.journal.Journal;
import org.pytorch.alerting.stack.journal.StackEvent;

/**
 * Plays a day of alerts from the payloads in {@code test-data}. Each is sent after the stack has
 * handled the one before.
 */
final class Story {
  /** For one message; the slowest one waits for retries on GitHub. */
  private static final Duration PATIENCE = Duration.ofSeconds(120);

  private final Stack stack;
  private final Path testData;
  private final Sender sender;
  private final IssueBoard board;
  private final PrintStream out;
  private final Journal journal;
  private final Set<Long> before;
  private int steps;

  /**
   * @param testData the folder of payloads
   */
  Story(Stack stack, Path testData, Sender sender, IssueBoard board, PrintStream out) {
    this.stack = stack;
    this.testData = testData;
    this.sender = sender;
    this.board = board;
    this.out = out;
    this.journal = stack.journal();
    this.before = board.all().stream().map(IssueView::number).collect(Collectors.toSet());
  }

  /** The expected number of issues of one kind. */
  private record Expected(String what, int count, Predicate<IssueView> kind) {}

  /** Plays the story. */
  void play() {
    journal.listen(new EventPrinter(out));
    send("An alert fires at Grafana", "grafana/firing.json");
    send("It keeps firing: that is counted, and nobody is notified", "grafana/repeat.json");
    send("It now fires for three queues, as one group", "grafana/group-of-three.json");
    send("One of the three is resolved", "grafana/group-of-three-one-resolved.json");
    send("A CloudWatch alarm fires", "cloudwatch/metric-alarm.json");
    closeByHand();
    send("The alarm is repeated: that is counted", "cloudwatch/metric-alarm.json");
    send("The alarm has too little data", "cloudwatch/insufficient-data.json");
    send("The alarm is resolved: its issue is already closed", "cloudwatch/metric-ok.json");
    send("The first Grafana alert is resolved", "grafana/resolved.json");
    send(aDayLater("It fires again: its issue is reopened", "grafana/firing.json"));
    send("Somebody presses Grafana's Test button", "grafana/test-notification.json");
    send("A rule without team and priority", "grafana/missing-team-and-priority.json");
    send("A truncated payload", "malformed/cut-json.json");
  }

  private record Chapter(String heading, Payload payload) {}

  private void send(String heading, String file) {
    send(new Chapter(heading, Payload.read(testData.resolve(file))));
  }

  private Chapter aDayLater(String heading, String file) {
    Payload payload = Payload.read(testData.resolve(file));
    return new Chapter(
        heading,
        new Payload(
            payload.name() + ", a day later",
            payload.body().replace("2026-03-04", "2026-03-05"),
            payload.source()));
  }

  private void send(Chapter chapter) {
    Payload payload = chapter.payload();
    heading("%s (%s)".formatted(chapter.heading(), payload.name()));
    Sender.Receipt receipt = sender.send(payload);
    String messageId =
        receipt
            .messageId()
            .orElseThrow(() -> new IllegalStateException("not accepted: " + receipt.text()));
    journal.await(
        "message " + messageId + " to be handled",
        PATIENCE,
        () ->
            journal.events(StackEvent.MessageHandled.class).stream()
                .filter(handled -> handled.messageId().equals(messageId))
                .findFirst());
  }

  private void closeByHand() {
    IssueView newest = ours().getLast();
    heading("A person closes issue #%d by hand".formatted(newest.number()));
    board.close(newest.number());
  }

  private void heading(String text) {
    steps++;
    out.println();
    out.println("%3d. %s".formatted(steps, text));
  }

  private List<IssueView> ours() {
    return board.all().stream().filter(issue -> !before.contains(issue.number())).toList();
  }

  private List<Letter> deadLetters() {
    return new SqsDeadLetterQueue(
            stack.queues().client(), stack.queues().queueUrl(), stack.queues().dlqUrl())
        .peek();
  }

  /** Prints the final issues, dead letters and timings. */
  void printEnd() {
    TextTable issues = new TextTable("#", "state", "comments", "title", "labels");
    ours()
        .forEach(
            issue ->
                issues.row(
                    issue.number(),
                    issue.state(),
                    issue.comments(),
                    TextTable.cut(issue.title(), 48),
                    String.join(", ", issue.labels())));
    print("Issues on " + stack.gitHub().repo(), issues);
    TextTable letters = new TextTable("message", "delivery", "diagnosis");
    deadLetters()
        .forEach(
            letter ->
                letters.row(
                    letter.messageId().substring(0, 8),
                    letter.deliveryId().substring(0, 8),
                    letter.diagnosis()));
    print("Dead-letter queue: quarantined messages and their diagnoses", letters);
    print(
        "Time in each state of the state machine",
        StateTimings.of(stack.stateMachine().client(), stack.stateMachine().arn()).table());
  }

  private void print(String heading, TextTable table) {
    out.println();
    out.println(heading);
    table.lines().forEach(out::println);
  }

  /** {@return the differences from the expected end; empty if there are none} */
  List<String> differences() {
    List<IssueView> issues = ours();
    List<String> differences = new ArrayList<>();
    expected()
        .forEach(
            expected -> {
              long found = issues.stream().filter(expected.kind()).count();
              if (found != expected.count()) {
                differences.add(
                    "expected %d × %s, found %d"
                        .formatted(expected.count(), expected.what(), found));
              }
            });
    int letters = deadLetters().size();
    if (letters != 2) {
      differences.add("expected 2 messages in the dead-letter queue, found " + letters);
    }
    return differences;
  }

  private static List<Expected> expected() {
    return List.of(
        new Expected("issue", 4, _ -> true),
        new Expected("closed and reopened: open, 2 comments", 1, is("open", "P1", 2)),
        new Expected("of the three, resolved: closed, 1 comment", 1, is("closed", "P2", 1)),
        new Expected("of the three, still firing: open, no comment", 1, is("open", "P1", 0)),
        new Expected("closed by hand: no comment", 1, is("closed", "P1", 0)));
  }

  private static Predicate<IssueView> is(String state, String priority, int comments) {
    return issue ->
        issue.state().equals(state)
            && issue.title().startsWith("[" + priority + "]")
            && issue.comments() == comments;
  }
}
