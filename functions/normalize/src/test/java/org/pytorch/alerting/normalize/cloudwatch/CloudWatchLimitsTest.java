package org.pytorch.alerting.normalize.cloudwatch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pytorch.alerting.model.json.Json;
import org.pytorch.alerting.normalize.text.Fields;

/** What is read of a message at most, as numbers. */
class CloudWatchLimitsTest {
  @ParameterizedTest
  @CsvSource({"16372, true", "16373, false"})
  void description_of_an_alarm_is_read_to_16384_characters(int before, boolean read) {
    AlarmDescription description = AlarmDescription.parse("x".repeat(before) + "\nTEAM=harbor");

    assertThat(description.get(AlarmDescription.AlarmKey.TEAM).equals(Optional.of("harbor")))
        .isEqualTo(read);
  }

  @Test
  void alarm_has_at_most_200_tags() {
    ObjectNode object = Json.mapper().createObjectNode();
    ObjectNode list = Json.mapper().createObjectNode();
    ArrayNode tags = list.putArray("tags");
    ObjectNode members = object.putObject("tags");
    for (int i = 0; i < 201; i++) {
      members.put("t" + i, "x");
      tags.addObject().put(i == 0 ? "name" : "key", "t" + i).put("value", "x");
    }

    assertThat(AlarmTags.of(Fields.of(object)).values()).hasSize(200).doesNotContainKey("t200");
    assertThat(AlarmTags.of(Fields.of(list)).values())
        .hasSize(200)
        .containsKeys("t0", "t199")
        .doesNotContainKey("t200");
  }

  @Test
  void contributor_is_named_by_5_attributes_of_60_characters_each() {
    Map<String, String> attributes =
        IntStream.rangeClosed(1, 6)
            .boxed()
            .collect(Collectors.toMap(i -> "a" + i, i -> "x".repeat(59 + i)));
    String title = new AlarmContributor(Optional.empty(), attributes).title().orElseThrow();

    assertThat(title).startsWith("a1=" + "x".repeat(60) + ", a2=x").contains(", a5=");
    assertThat(title.split(", ")).hasSize(5).allSatisfy(one -> assertThat(one).hasSize(63));
    assertThat(new AlarmContributor(Optional.of("i".repeat(61)), Map.of()).title().orElseThrow())
        .hasSize("contributor ".length() + 60)
        .endsWith("… [cut]");
  }

  @Test
  void name_of_an_attribute_has_60_characters_in_a_title() {
    assertThat(new AlarmContributor(Optional.empty(), Map.of("k".repeat(61), "v")).title())
        .contains("k".repeat(53) + "… [cut]=v");
  }

  @Test
  void contributor_with_a_placeholder_for_an_id_is_known_by_its_attributes() {
    ObjectNode contributor = Json.mapper().createObjectNode();
    contributor.putObject("attributes").put("Quay", "south");
    AlarmContributor unnamed = AlarmContributor.of(Fields.of(contributor), "id", "attributes");

    contributor.put("id", "{{ id }}");

    assertThat(AlarmContributor.of(Fields.of(contributor), "id", "attributes")).isEqualTo(unnamed);
    assertThat(unnamed.id().orElseThrow()).startsWith("attributes:");
  }

  @Test
  void label_names_30_metrics() {
    ObjectNode trigger = Json.mapper().createObjectNode();
    ArrayNode metrics = trigger.putArray("Metrics");
    for (int i = 10; i < 41; i++) {
      metrics.addObject().putObject("MetricStat").putObject("Metric").put("MetricName", "m" + i);
    }

    assertThat(AlarmMetrics.ofSns(trigger).labels().get("metric"))
        .startsWith("m10, ")
        .endsWith(", m39");
  }

  @Test
  void metric_is_compared_with_the_threshold_unless_it_says_otherwise() {
    ObjectNode trigger = Json.mapper().createObjectNode();
    trigger.putArray("Metrics").addObject().put("Expression", "SELECT MAX(x) FROM y GROUP BY z");

    assertThat(AlarmMetrics.ofSns(trigger).isSeveralSeries()).isTrue();
  }

  @Test
  void code_of_a_region_has_at_most_50_characters() {
    assertThat(AlarmArn.isRegion("eu-" + "x".repeat(45) + "-1")).isTrue();
    assertThat(AlarmArn.isRegion("eu-" + "x".repeat(46) + "-1")).isFalse();
  }
}
