package org.pytorch.alerting.normalize.cloudwatch;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;
import org.pytorch.alerting.normalize.cloudwatch.AlarmDescription.AlarmKey;
import org.pytorch.alerting.normalize.source.Teams;

/** What is metadata and what is for people are told apart, and nothing is both. */
class AlarmDescriptionFuzzTest {
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
              AlarmDescription again = AlarmDescription.parse(text);
              // So do a priority that is none, a second link and a second summary. Of the teams
              // only those that somebody has added something to.
              assertThat(Stream.of(AlarmKey.TEAM, AlarmKey.TEAMS))
                  .flatMap(key -> again.lines().getOrDefault(key, List.of()))
                  .allMatch(Teams::hasRemark);
              assertThat(again.text()).contains(text);
            });
  }
}
