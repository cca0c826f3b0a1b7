package org.pytorch.alerting.stack.cli.send;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.pytorch.alerting.stack.cli.desk.Command;
import org.pytorch.alerting.stack.cli.payload.Payload;
import org.pytorch.alerting.stack.cli.text.TextTable;
import org.pytorch.alerting.stack.journal.Journal;

/** Sends payloads as their providers would, and prints what becomes of them. */
public final class SendCommand implements Command {
  private static final int OK = 0;
  private static final int FAILED = 1;

  private final Sender sender;
  private final Journal journal;
  private final Aftermath aftermath;
  private final InstantSource clock;

  public SendCommand(Sender sender, Journal journal, Aftermath aftermath, InstantSource clock) {
    this.sender = sender;
    this.journal = journal;
    this.aftermath = aftermath;
    this.clock = clock;
  }

  @Override
  public int run(List<String> arguments, Path directory, PrintStream out) {
    SendOptions options = SendOptions.parse(arguments, directory);
    if (options.folder().isPresent()) {
      return sendFolder(options, out);
    }
    int exit = OK;
    for (Path file : options.all()) {
      exit = Math.max(exit, sendFile(options, file, out));
    }
    return exit;
  }

  private int sendFile(SendOptions options, Path file, PrintStream out) {
    Payload payload = options.payload(file, clock.instant());
    Following following = Following.from(journal);
    Sender.Receipt receipt = sender.send(payload);
    out.println(receipt.text());
    receipt.warnings().forEach(warning -> out.println("  warning: " + warning));
    if (receipt.messageIds().isEmpty()) {
      return FAILED;
    }
    if (!options.waits()) {
      out.println(receipt.ids());
      return OK;
    }
    return aftermath.tell(following, receipt.messageIds(), out);
  }

  private int sendFolder(SendOptions options, PrintStream out) {
    List<Path> files = options.all();
    out.printf("Sending %d files, one after the other …%n", files.size());
    TextTable table = new TextTable("file", "result", "issue", "decision, or what is missing");
    Following following = Following.from(journal);
    List<Sent> all = files.stream().map(file -> sendOf(options, file)).toList();
    int exit = OK;
    for (Sent sent : all) {
      if (options.waits()) {
        sent.fate().ifPresent(fate -> aftermath.complete(fate, following));
      }
      exit = Math.max(exit, sent.addTo(table));
    }
    table.lines().forEach(out::println);
    return exit;
  }

  /**
   * A file of a folder, and what has become of it.
   *
   * @param fate empty if it was not accepted
   * @param became why it has no fate
   */
  private record Sent(String name, Optional<Fate> fate, String became, String reason) {
    int addTo(TextTable table) {
      table.row(
          name,
          fate.map(it -> it.state().text()).orElse(became),
          fate.map(Fate::issues).orElse(""),
          fate.map(Fate::text).orElse(reason));
      return fate.filter(it -> it.state() != Fate.State.QUARANTINED).isPresent() ? OK : FAILED;
    }
  }

  private Sent sendOf(SendOptions options, Path file) {
    String name = TextTable.cut(String.valueOf(file.getFileName()), 40);
    Payload payload;
    try {
      payload = options.payload(file, clock.instant());
    } catch (IllegalStateException e) {
      return new Sent(name, Optional.empty(), "not sent", String.valueOf(e.getMessage()));
    }
    Following following = Following.from(journal);
    Sender.Receipt receipt = sender.send(payload);
    if (receipt.messageIds().isEmpty()) {
      return new Sent(name, Optional.empty(), Fate.State.REFUSED.text(), receipt.text());
    }
    Fate fate = new Fate(receipt.messageIds());
    if (options.waits()) {
      // A postponed message would hold up the others.
      following.follow(
          receipt.messageIds(),
          aftermath.patience(),
          event -> {
            fate.accept(event);
            return fate.state() != Fate.State.WAITING || fate.isDelayed();
          });
    }
    return new Sent(name, Optional.of(fate), "", "");
  }
}
