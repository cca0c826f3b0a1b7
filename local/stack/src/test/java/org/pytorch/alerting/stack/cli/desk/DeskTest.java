package org.pytorch.alerting.stack.cli.desk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DeskTest {
  @TempDir private Path folder;
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);

  private Desk desk() {
    return Desk.start(
        file(),
        Map.of(
            "echo",
            (arguments, directory, to) -> {
              to.println(directory + " " + arguments);
              to.print("no line end");
              return 7;
            },
            "wrong",
            (_, _, _) -> {
              throw new IllegalArgumentException("usage: …");
            },
            "cannot",
            (_, _, _) -> {
              throw new IllegalStateException("it is gone");
            }));
  }

  private Path file() {
    return folder.resolve("stack.desk");
  }

  @Test
  void command_gets_its_arguments_whatever_is_in_them_and_its_exit_code_comes_back() {
    try (Desk _ = desk()) {
      assertThat(ask("echo", "a b", "ä=ö&ü", "=x", ">y", "end")).isEqualTo(7);
    }
    assertThat(text()).isEqualTo("/work/dir [a b, ä=ö&ü, =x, >y, end]\nno line end\n");
  }

  @Test
  void mistakes_are_told() {
    try (Desk _ = desk()) {
      assertThat(ask("wrong")).isEqualTo(2);
      assertThat(ask("cannot")).isEqualTo(1);
      assertThat(ask("nothing")).isEqualTo(2);
    }
    assertThat(text()).isEqualTo("usage: …\nit is gone\nunknown command: nothing\n");
  }

  @Test
  void only_the_owner_of_the_file_is_answered() throws Exception {
    try (Desk _ = desk();
        HttpClient http = HttpClient.newHttpClient()) {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(URI.create(Files.readAllLines(file()).getFirst()))
              .POST(BodyPublishers.ofString("/work\necho"));
      assertThat(http.send(request.build(), BodyHandlers.ofString()).statusCode()).isEqualTo(403);
      request.header("x-desk-token", "guessed");
      assertThat(http.send(request.build(), BodyHandlers.ofString()).statusCode()).isEqualTo(403);
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
          .isEqualTo("rw-------");
    }
  }

  @Test
  void without_a_running_stack_the_answer_is_how_to_start_it() throws Exception {
    String content;
    try (Desk _ = desk()) {
      content = Files.readString(file());
    }
    assertThat(ask("echo")).isEqualTo(1);
    // After a kill -9 the file is still there.
    Files.writeString(file(), content);
    assertThat(ask("echo")).isEqualTo(1);

    assertThat(text()).isEqualTo("No stack is running: start it with `make up`.\n".repeat(2));
  }

  @Test
  void options_are_told_from_arguments() {
    Options options = Options.parse(List.of("--id=a=b", "c", "--raw"), Set.of("id"), Set.of("raw"));

    assertThat(options.get("id")).contains("a=b");
    assertThat(options.only("other")).contains("c");
    assertThat(options.has("raw")).isTrue();
    assertThat(options.get("raw")).isEmpty();
    assertThat(Options.parse(List.of("--raw=1"), Set.of(), Set.of("raw")).has("raw")).isTrue();
    assertThatThrownBy(() -> Options.parse(List.of("--x"), Set.of(), Set.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("unknown option: --x; there are no options here");
    assertThatThrownBy(() -> Options.parse(List.of("--x=1"), Set.of("id"), Set.of("raw")))
        .hasMessage("unknown option: --x=1; the options are --id=…, --raw");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "no", "true"})
  void flag_that_is_switched_off_is_not_taken_for_one_that_is_on(String value) {
    assertThatThrownBy(() -> Options.parse(List.of("--force=" + value), Set.of(), Set.of("force")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("FORCE=%s is not known: FORCE=1, or leave it out", value);
  }

  @Test
  void argument_that_nobody_reads_is_refused() {
    assertThatThrownBy(() -> Options.parse(List.of("--id=a", "--id=b"), Set.of("id"), Set.of()))
        .hasMessage("given twice: --id");
    assertThatThrownBy(() -> Options.parse(List.of("a", "b"), Set.of("id"), Set.of()).only("id"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("too many arguments: \"b\"");
    assertThatThrownBy(
            () -> Options.parse(List.of("--id=a", "b"), Set.of("id"), Set.of()).only("id"))
        .hasMessageStartingWith("too many arguments: \"b\"");
    assertThatThrownBy(() -> Options.parse(List.of("a"), Set.of(), Set.of()).alone())
        .hasMessageStartingWith("too many arguments: \"a\"");
  }

  private int ask(String... words) {
    List<String> all = new ArrayList<>(List.of("/work/dir"));
    all.addAll(List.of(words));
    return Ask.run(file(), all, out);
  }

  private String text() {
    return printed.toString(StandardCharsets.UTF_8);
  }
}
