package org.pytorch.alerting.stack.cli.send;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
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
    TextTable table = new TextTable("file", "became", "issue", "decision, or what to add");
    int exit = OK;
    for (Path file : files) {
      exit = Math.max(exit, sendOf(options, file, table));
    }
    table.lines().forEach(out::println);
    return exit;
  }

  private int sendOf(SendOptions options, Path file, TextTable table) {
    String name = TextTable.cut(String.valueOf(file.getFileName()), 40);
    Payload payload;
    try {
      payload = options.payload(file, clock.instant());
    } catch (IllegalStateException e) {
      table.row(name, "not sent", "", String.valueOf(e.getMessage()));
      return FAILED;
    }
    Following following = Following.from(journal);
    Sender.Receipt receipt = sender.send(payload);
    if (receipt.messageIds().isEmpty()) {
      table.row(name, Fate.State.REFUSED.text(), "", receipt.text());
      return FAILED;
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
    table.row(name, fate.state().text(), fate.issues(), fate.text());
    return fate.state() == Fate.State.QUARANTINED ? FAILED : OK;
  }
}
