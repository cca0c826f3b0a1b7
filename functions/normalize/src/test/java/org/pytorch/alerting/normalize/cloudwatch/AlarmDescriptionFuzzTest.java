package org.pytorch.alerting.normalize.cloudwatch;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;
import org.pytorch.alerting.normalize.cloudwatch.AlarmDescription.AlarmKey;
import org.pytorch.alerting.normalize.source.Teams;

/** What is metadata and what is for people are told apart, and nothing is both. */
class AlarmDescriptionFuzzTest {
  private static final Pattern SEPARATOR = Pattern.compile("[|\r\n]|\\\\[nr]|<br");

  static Stream<byte[]> descriptions() {
    return Stream.of(
            "Queue is old.\\r\\nTEAM=harbor\\r\\nPRIORITY=P1|SUMMARY=a|b\\n\\nRUNBOOK: https://h/x",
            "TEAMS=a, b | look at `cat a|sort` | DASHBOARD = x\r\r priority:  |TEAM")
        .map(text -> text.getBytes(StandardCharsets.UTF_8));
  }

  @MethodSource("descriptions")
  @DictionaryEntries({
    "TEAM=",
    "TEAMS:",
    "PRIORITY=",
    "RUNBOOK=",
    "SUMMARY=",
    "DASHBOARD=",
    "\\\\n",
    "\\\\r\\\\n",
    "|",
    "- **",
    "{\"team\": \"",
    "<br>",
    "priority=P1"
  })
  @FuzzTest
  void what_is_left_for_people_stays_as_it_is(byte[] input) {
    AlarmDescription description =
        AlarmDescription.parse(new String(input, StandardCharsets.UTF_8));

    assertThat(description.lines().values())
        .allSatisfy(
            values ->
                assertThat(values)
                    .isNotEmpty()
                    .doesNotHaveDuplicates()
                    .allSatisfy(value -> assertThat(value).isEqualTo(value.strip())));
    description
        .text()
        .ifPresent(
            text -> {
              assertThat(text).isNotBlank().isEqualTo(text.strip()).doesNotContain("\r");
              if (firsts(description).anyMatch(line -> SEPARATOR.matcher(line).find())) {
                return; // From a JSON object: as a line, it would be read differently.
              }
              if (!MarkdownFields.asLines(text).equals(String.join("\n", text.lines().toList()))) {
                return; // Lines between its parts are gone: now it is a table or a heading.
              }
              String before = firsts(description).map(line -> line + "\n").collect(joining());
              AlarmDescription again = AlarmDescription.parse(before + text);
              // So do an unknown priority, a second link and a second summary. Of the teams
              // only those that somebody has added something to.
              assertThat(Stream.of(AlarmKey.TEAM, AlarmKey.TEAMS))
                  .flatMap(key -> again.lines().getOrDefault(key, List.of()))
                  .allMatch(Teams::hasRemark);
              assertThat(again.text()).contains(text);
            });
  }

  /** {@return a line for each value of which an event takes only the first} */
  private static Stream<String> firsts(AlarmDescription description) {
    return Stream.of(AlarmKey.SUMMARY, AlarmKey.RUNBOOK, AlarmKey.DASHBOARD)
        .flatMap(
            key ->
                description.lines().getOrDefault(key, List.of()).stream()
                    .map(value -> key + "=" + value));
  }
}
