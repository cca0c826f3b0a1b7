package org.pytorch.alerting.stack.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.pytorch.alerting.stack.Project;
import org.pytorch.alerting.stack.Stack;
import org.pytorch.alerting.stack.StackOptions;
import org.pytorch.alerting.stack.Throughput;
import org.pytorch.alerting.stack.cli.board.AppToken;
import org.pytorch.alerting.stack.cli.board.IssueBoard;
import org.pytorch.alerting.stack.cli.send.Sender;

final class StoryTest {
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);

  @Test
  void story_ends_as_expected_and_every_line_fits_a_terminal() {
    try (Stack stack =
        Stack.start(StackOptions.quiet(Project.root()).withThroughput(Throughput.UNHURRIED))) {
      assertThat(differences(stack, () -> stack.gitHub().personToken().orElseThrow())).isEmpty();
    }

    assertThat(printed.toString(StandardCharsets.UTF_8).lines())
        .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(120))
        .anyMatch(line -> line.matches("     decided +CREATE \\[P1] Queue age too high.*"))
        .anyMatch(line -> line.matches("     GitHub +closed acme/alerts#1"))
        .anyMatch(line -> line.matches("     rejected +.*Disk nearly full.*"))
        .anyMatch(line -> line.matches("  1  open    2 .*area:alerting.*"))
        .anyMatch(line -> line.matches("  Create issue +4 .*"));
  }

  @Test
  void story_works_with_the_apps_token_instead_of_a_persons() {
    try (Stack stack =
            Stack.start(StackOptions.quiet(Project.root()).withThroughput(Throughput.UNHURRIED));
        AppToken token = new AppToken(stack.gitHub())) {
      assertThat(differences(stack, token::value)).isEmpty();
    }
  }

  @Test
  void different_end_is_reported() {
    try (Stack stack =
            Stack.start(StackOptions.quiet(Project.root()).withThroughput(Throughput.UNHURRIED));
        IssueBoard board = board(stack, () -> stack.gitHub().personToken().orElseThrow());
        Sender sender = new Sender(stack.description())) {
      assertThat(new Story(stack, Project.root(), sender, board, out).differences())
          .contains("expected 4 × issue, found 0")
          .contains("expected 2 messages in the dead-letter queue, found 0");
    }
  }

  private List<String> differences(Stack stack, Supplier<String> token) {
    try (IssueBoard board = board(stack, token);
        Sender sender = new Sender(stack.description())) {
      Story story = new Story(stack, Project.root().resolve("test-data"), sender, board, out);
      story.play();
      story.printEnd();
      return story.differences();
    }
  }

  private static IssueBoard board(Stack stack, Supplier<String> token) {
    return new IssueBoard(stack.gitHub().apiUrl(), stack.gitHub().repo(), token);
  }
}
