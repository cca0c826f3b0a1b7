package org.pytorch.alerting.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pytorch.alerting.model.json.Json;

class ReportTest {
  private static final Report REPORT =
      new Report(
          List.of(
              Row.of("log", 44.96, "kB", 45),
              Row.of("flood", 1_234.4, "s", 20),
              new Row("tests", OptionalDouble.empty(), "CPU s", 600)));

  @Test
  void json_shows_every_row_with_its_verdict() {
    assertThat(Json.read(REPORT.json(), JsonNode.class))
        .isEqualTo(
            Json.read(
                """
                {"rows": [
                  {"name": "log", "value": 45, "unit": "kB", "goal": 45, "ok": true},
                  {"name": "flood", "value": 1234, "unit": "s", "goal": 20, "ok": false},
                  {"name": "tests", "value": null, "unit": "CPU s", "goal": 600, "ok": false}]}
                """,
                JsonNode.class));
  }

  @Test
  void table_has_a_line_for_each_row() {
    assertThat(REPORT.table().lines())
        .containsExactly(
            "          today      goal",
            "log          45      ≤ 45  ok      kB",
            "flood      1234      ≤ 20  MISSED  s",
            "tests      none     ≤ 600  MISSED  CPU s");
  }

  @Test
  void value_up_to_the_goal_reaches_it() {
    assertThat(Row.of("row", 20, "s", 20).ok()).isTrue();
    assertThat(Row.of("row", 20.001, "s", 20).ok()).isFalse();
  }

  @Test
  void time_of_the_tests_is_read_from_their_file(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("test-cpu.json");
    assertThat(TestCpu.row(file).ok()).isFalse();

    Files.writeString(file, "{\"cpu_seconds\": 512.5}");

    assertThat(TestCpu.row(file).value()).hasValue(512.5);
    assertThat(TestCpu.row(file).ok()).isTrue();
  }
}
