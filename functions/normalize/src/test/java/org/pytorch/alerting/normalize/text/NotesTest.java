package org.pytorch.alerting.normalize.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pytorch.alerting.model.json.Json;

/** Notes and fields whose names differ only in case, and the words of notes. */
class NotesTest {
  @ParameterizedTest
  @CsvSource({"impact, Impact", "Impact, impact", "Impact, IMPACT"})
  void lower_case_name_wins_then_the_first(String first, String second) {
    Map<String, String> texts = new LinkedHashMap<>();
    texts.put(first, first);
    texts.put(second, second);
    String winner = second.equals("impact") ? second : first;

    assertThat(Notes.of(texts).values()).containsExactly(Map.entry("impact", winner));
    assertThat(Fields.of(Json.mapper().valueToTree(texts)).get("impact")).contains(winner);
  }

  @Test
  void name_becomes_words() {
    Map<String, String> texts = Map.of("first_aid", "a", "next-steps", "b", "runbook_url", "c");

    assertThat(Notes.of(texts).below(Stream.of(), Stream.of()))
        .contains("First aid: a\nNext steps: b\nRunbook: c");
  }
}
