package org.pytorch.alerting.stack.cli;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import org.pytorch.alerting.stack.Stack;
import org.pytorch.alerting.stack.cli.board.AppToken;
import org.pytorch.alerting.stack.cli.board.IssueBoard;
import org.pytorch.alerting.stack.cli.desk.Ask;
import org.pytorch.alerting.stack.cli.desk.Command;
import org.pytorch.alerting.stack.cli.desk.Desk;
import org.pytorch.alerting.stack.cli.letter.DeadLetterQueue;
import org.pytorch.alerting.stack.cli.letter.DeadLetters;
import org.pytorch.alerting.stack.cli.letter.SqsDeadLetterQueue;
import org.pytorch.alerting.stack.cli.send.Aftermath;
import org.pytorch.alerting.stack.cli.send.Following;
import org.pytorch.alerting.stack.cli.send.IssuesOfAlerts;
import org.pytorch.alerting.stack.cli.send.SendCommand;
import org.pytorch.alerting.stack.cli.send.Sender;
import org.pytorch.alerting.stack.cli.why.LocalSources;
import org.pytorch.alerting.stack.cli.why.WhyCommand;
import org.pytorch.alerting.stack.journal.JournalFile;

/** What can be asked of the running stack. */
final class StackCommands implements AutoCloseable {
  private static final Path FORGOTTEN = Path.of("target", "forgotten");

  private final Stack stack;
  private final Path project;
  private final Path journalFile;
  private final InstantSource clock = InstantSource.system();
  private final JournalFile journal;
  private final AppToken appToken;
  private final IssueBoard board;
  private final Sender sender;
  private final Desk desk;

  /**
   * Keeps the journal and takes commands until it is closed.
   *
   * @param journalFile keeps the functions' log lines
   */
  StackCommands(Stack stack, Path project, Path journalFile) {
    this.stack = stack;
    this.project = project;
    this.journalFile = journalFile;
    this.journal = new JournalFile(journalFile);
    stack.journal().listen(journal);
    this.appToken = new AppToken(stack.gitHub());
    this.board =
        new IssueBoard(
            stack.gitHub().apiUrl(),
            stack.gitHub().repo(),
            () -> stack.gitHub().personToken().orElseGet(appToken::value));
    this.sender = new Sender(stack.description());
    this.desk = Desk.start(project.resolve(Ask.FILE), commands());
  }

  private Map<String, Command> commands() {
    DeadLetterQueue letters =
        new SqsDeadLetterQueue(
            stack.queues().client(), stack.queues().queueUrl(), stack.queues().dlqUrl());
    Aftermath aftermath =
        new Aftermath(
            this::address,
            new IssuesOfAlerts(RunningRows.of(stack.description()), IssuesOfAlerts.PATIENCE),
            Aftermath.PATIENCE);
    Map<String, Command> commands =
        new HashMap<>(
            new DeadLetters(
                    letters,
                    clock,
                    project.resolve(FORGOTTEN),
                    () -> {
                      Following following = Following.from(stack.journal());
                      return (ids, out) -> aftermath.tell(following, ids, out);
                    })
                .commands());
    commands.put("send", new SendCommand(sender, stack.journal(), aftermath, clock));
    commands.put(
        "why",
        new WhyCommand(
            new LocalSources(
                journalFile,
                stack.table().client(),
                stack.description().dynamodb().table(),
                stack.stateMachine().client(),
                stack.stateMachine().arn(),
                letters,
                board),
            clock));
    return commands;
  }

  /** A GitHub that does not respond costs the address only. */
  private String address(String issue) {
    try {
      return board.address(issue);
    } catch (NumberFormatException | IllegalStateException | UncheckedIOException e) {
      return "";
    }
  }

  @Override
  public void close() {
    desk.close();
    sender.close();
    board.close();
    appToken.close();
    journal.close();
  }
}
