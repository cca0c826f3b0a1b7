package org.pytorch.alerting.stack.journal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pytorch.alerting.model.json.Json;

final class JournalFileTest {
  @TempDir private Path folder;

  @Test
  void lines_outlive_the_stack_even_after_a_cut_line() throws IOException {
    Path path = folder.resolve("data").resolve("journal.jsonl");
    try (JournalFile journal = new JournalFile(path)) {
      journal.accept(line("one"));
      journal.accept(new StackEvent.MessagePublished("m", Optional.empty(), Optional.empty(), 1));
    }
    Files.writeString(path, "{\"id\":\"cut", StandardOpenOption.APPEND);
    try (JournalFile journal = new JournalFile(path)) {
      journal.accept(line("two"));
    }

    assertThat(JournalFile.lines(path, _ -> true))
        .extracting(line -> line.path("id").asText())
        .containsExactly("one", "two");
    assertThat(JournalFile.lines(path, text -> text.contains("two"))).hasSize(1);
  }

  @Test
  void full_file_becomes_the_previous_one() {
    Path path = folder.resolve("journal.jsonl");
    try (JournalFile journal = new JournalFile(path, 30)) {
      for (int i = 0; i < 6; i++) {
        journal.accept(line("line-" + i));
      }
    }

    assertThat(JournalFile.lines(path, _ -> true))
        .extracting(line -> line.path("id").asText())
        .endsWith("line-3", "line-4", "line-5")
        .doesNotContain("line-0");
  }

  @Test
  void no_file_has_no_lines() {
    assertThat(JournalFile.lines(folder.resolve("none"), _ -> true)).isEmpty();
  }

  @Test
  void journal_tells_what_came_since_a_position() {
    Journal journal = new Journal();
    journal.add(line("before"));
    long position = journal.position();
    journal.add(line("after"));

    Journal.Since since = journal.since(position);

    assertThat(since.events()).containsExactly(line("after"));
    assertThat(journal.since(since.end()).events()).isEmpty();
  }

  private static StackEvent.LogLine line(String id) {
    return new StackEvent.LogLine(
        Json.mapper().<JsonNode>valueToTree(Map.of("id", id, "message", "x")));
  }
}
