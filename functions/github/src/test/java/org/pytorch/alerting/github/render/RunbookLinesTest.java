package org.pytorch.alerting.github.render;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RunbookLinesTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Runbook: Open the gate.",
        "RUNBOOK=Open the gate.",
        "runbook_url: Open the gate.",
        "- **Runbook:** Open the gate.",
        "> Runbook URL = Open the gate."
      })
  void line_of_a_runbook_is_what_to_do(String line) {
    assertThat(RunbookLines.of("Queue is old.\n" + line + "\n\nCall Kim."))
        .isEqualTo(new RunbookLines("Open the gate.", "Queue is old.\n\nCall Kim."));
  }

  @Test
  void steps_below_it_belong_to_it_until_a_blank_line_or_another_field() {
    assertThat(
            RunbookLines.of(
                """
                Runbook:
                1. Open the gate.
                2. Call Kim
                   or Jo.
                Dashboard: quays
                - not a step
                """))
        .isEqualTo(
            new RunbookLines(
                "1. Open the gate.\n2. Call Kim\n   or Jo.", "Dashboard: quays\n- not a step"));
  }

  @Test
  void after_a_link_only_a_list_belongs_to_it() {
    assertThat(RunbookLines.of("Runbook: https://wiki.example/a\n- step\nQueue is old."))
        .isEqualTo(new RunbookLines("https://wiki.example/a\n- step", "Queue is old."));
  }

  @ParameterizedTest
  @CsvSource({
    "Queue is old; see the runbook: it helps.",
    "Runbooks: many",
    "''",
    "'```\nrunbook: x\n```'"
  })
  void other_text_stays(String description) {
    String text = description.replace("\\n", "\n");
    assertThat(RunbookLines.of(text)).isEqualTo(new RunbookLines("", text));
  }
}
