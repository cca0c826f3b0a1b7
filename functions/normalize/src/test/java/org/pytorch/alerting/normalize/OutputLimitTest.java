package org.pytorch.alerting.normalize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.pytorch.alerting.normalize.Messages.annotations;
import static org.pytorch.alerting.normalize.Messages.grafana;
import static org.pytorch.alerting.normalize.Messages.labels;
import static org.pytorch.alerting.normalize.Messages.normalize;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pytorch.alerting.model.AlertEvent;
import org.pytorch.alerting.model.EventId;
import org.pytorch.alerting.model.Fingerprint;
import org.pytorch.alerting.model.json.BodyEncoding;
import org.pytorch.alerting.model.json.Json;
import org.pytorch.alerting.model.message.NormalizedMessage;
import org.pytorch.alerting.model.message.NormalizedMessage.NormalizedAlert;
import org.pytorch.alerting.model.message.NormalizedMessage.RejectedAlerts;
import org.pytorch.alerting.model.text.Truncation;

class OutputLimitTest {
  @Test
  void a_hundred_alerts_of_the_usual_size_keep_their_texts_and_links() {
    NormalizedMessage message = normalize(TestData.text("grafana/group-of-100.json"), Map.of());

    assertThat(size(message)).isLessThanOrEqualTo(204_800);
    assertThat(message.alerts()).hasSize(100);
    assertThat(Json.write(message.alerts())).doesNotContain(Truncation.MARK);
    assertThat(message.alerts())
        .allSatisfy(
            alert -> assertThat(alert.event().orElseThrow().links().silenceUrl()).isPresent());
  }

  /** Written, the last alert has no comma behind it, which is counted all the same. */
  @Test
  void output_of_200_kib_keeps_the_payloads_and_one_byte_more_does_not() {
    NormalizedMessage empty = withPayloads(4, 0, 0);
    int length = (204_799 - size(empty)) / 4;
    int rest = (204_799 - size(empty)) % 4;

    NormalizedMessage fits = OutputLimit.fit(withPayloads(4, length, rest));
    NormalizedMessage overflows = OutputLimit.fit(withPayloads(4, length, rest + 1));

    assertThat(size(fits)).isEqualTo(204_799);
    assertThat(fits).isEqualTo(withPayloads(4, length, rest));
    assertThat(overflows.alerts())
        .extracting(alert -> alert.payload().isPresent())
        .containsExactly(false, true, true, true);
  }

  @Test
  void alert_of_60_kib_keeps_its_payload_and_one_byte_more_does_not() {
    int length = 61_439 - size(withPayloads(1, 0, 0).alerts().getFirst());

    NormalizedAlert fits = OutputLimit.fit(withPayloads(1, length, 0)).alerts().getFirst();
    NormalizedAlert overflows = OutputLimit.fit(withPayloads(1, length + 1, 0)).alerts().getFirst();

    assertThat(size(fits)).isEqualTo(61_439);
    assertThat(fits.payload()).isPresent();
    assertThat(overflows.payload()).isEmpty();
    assertThat(overflows.event()).isEqualTo(fits.event());
  }

  @Test
  void event_in_maintenance_that_is_too_large_loses_its_payload_and_keeps_its_labels() {
    AlertEvent event =
        withPayloads(1, 0, 0).alerts().getFirst().event().orElseThrow().toBuilder()
            .rawProvider(Optional.of(Json.mapper().createObjectNode().put("x", "y".repeat(61_440))))
            .labels(Optional.of(Map.of("site", "north")))
            .build();

    NormalizedAlert fitted = OutputLimit.fit(withEvent(event)).alerts().getFirst();

    assertThat(fitted.event()).contains(event.toBuilder().rawProvider(Optional.empty()).build());
    assertThat(fitted.payload()).isPresent();
  }

  private static NormalizedMessage withEvent(AlertEvent event) {
    NormalizedMessage one = withPayloads(1, 40, 0);
    NormalizedAlert alert = one.alerts().getFirst();
    return new NormalizedMessage(
        one.envelope(),
        List.of(
            new NormalizedAlert(
                alert.eventId(),
                alert.fingerprint(),
                Optional.of(event),
                alert.payload(),
                alert.rejection())),
        one.ignored());
  }

  /** {@return a group with payloads of {@code length} bytes, the first of {@code more} besides} */
  private static NormalizedMessage withPayloads(int alerts, int length, int more) {
    int[] lengths = new int[alerts];
    Arrays.fill(lengths, length);
    lengths[0] += more;
    return withPayloads(lengths);
  }

  @Test
  void a_rejected_part_of_64_kib_is_left_as_it_is_and_the_payloads_give_way() {
    NormalizedMessage good = withPayloads(3, 50_000, 0);
    NormalizedAlert rejected =
        Rejections.of(
            EventId.of("m-1", 3),
            new RejectedAlerts(
                "the reason",
                "y".repeat(RejectedPart.MAX_BODY_BYTES),
                BodyEncoding.GZIP_BASE64,
                Map.of("alert_indexes", "3")));

    NormalizedMessage fitted =
        OutputLimit.fit(
            new NormalizedMessage(
                good.envelope(),
                Stream.concat(Stream.of(rejected), good.alerts().stream()).toList(),
                good.ignored()));

    assertThat(fitted.alerts()).hasSize(4);
    assertThat(fitted.alerts().getLast()).isEqualTo(rejected);
    assertThat(size(fitted)).isBetween(150_000, 204_800);
    assertThat(fitted.alerts().subList(0, 3))
        .extracting(alert -> alert.payload().isPresent())
        .containsExactly(false, true, true);
    assertThat(fitted.alerts().subList(0, 3))
        .extracting(NormalizedAlert::event)
        .isEqualTo(good.alerts().stream().map(NormalizedAlert::event).toList());
  }

  @Test
  void the_payloads_go_first_and_the_largest_of_them_before_the_others() {
    ObjectNode payload =
        group(10, (i, alert) -> alert.put("padding", noise(i, i < 5 ? 1_000 : 45_000)));

    NormalizedMessage message = normalize(payload);

    assertThat(size(message)).isLessThanOrEqualTo(204_800);
    assertThat(message.alerts().subList(0, 5)).allMatch(alert -> alert.payload().isPresent());
    assertThat(message.alerts().subList(5, 10))
        .anyMatch(alert -> alert.payload().isEmpty())
        .anyMatch(alert -> alert.payload().isPresent());
    assertThat(Json.write(message.alerts())).doesNotContain(Truncation.MARK);
  }

  @Test
  void then_the_longest_texts_are_cut_and_short_ones_stay() {
    ObjectNode payload =
        group(
            100,
            (i, alert) ->
                annotations(alert)
                    .put("summary", "short " + i)
                    .put("description", (i % 2 == 0 ? "🚢" : "\"").repeat(4_000)));

    NormalizedMessage message = normalize(payload);

    assertThat(size(message)).isLessThanOrEqualTo(204_800).isGreaterThan(136_533);
    assertThat(message.alerts())
        .allSatisfy(
            alert -> {
              assertThat(alert.event().orElseThrow().summary().orElseThrow()).startsWith("short ");
              assertThat(alert.event().orElseThrow().description().orElseThrow())
                  .endsWith(Truncation.MARK);
            });
  }

  @Test
  void one_event_is_at_most_60_kib_and_keeps_its_identity() {
    ObjectNode payload =
        grafana(
            alert -> {
              annotations(alert)
                  .put("description", "🚢".repeat(5_000))
                  .put("summary", "\\".repeat(2_000));
              for (int i = 0; i < 1_000; i++) {
                labels(alert).put("label " + i + "é".repeat(100), "ü".repeat(200) + noise(i, 200));
              }
            });

    NormalizedAlert alert = normalize(payload).alerts().getFirst();

    assertThat(size(alert)).isLessThanOrEqualTo(61_440);
    assertThat(alert.payload()).isEmpty();
    assertThat(alert.fingerprint()).isEqualTo(Fingerprint.of(alert.event().orElseThrow()));
    assertThat(alert.event().orElseThrow().identity().alarmId()).contains("04ae3ef017b5425f");
    assertThat(alert.event().orElseThrow().description().orElseThrow()).hasSizeGreaterThan(4_096);
  }

  @Test
  void three_hundred_alerts_still_fit() {
    NormalizedMessage message =
        normalize(
            group(300, (i, alert) -> annotations(alert).put("description", "y".repeat(1_500))));

    assertThat(message.alerts()).hasSize(300);
    assertThat(size(message)).isLessThanOrEqualTo(204_800);
    assertThat(message.alerts())
        .extracting(alert -> alert.event().orElseThrow().title())
        .containsOnly("Queue age too high");
  }

  @ParameterizedTest
  @CsvSource({"260, true", "300, false"})
  void the_last_links_go_only_where_nothing_else_saves_an_alert(int alerts, boolean links) {
    assertThat(normalize(group(alerts, (i, alert) -> {})).alerts())
        .hasSize(alerts)
        .allMatch(alert -> alert.event().orElseThrow().links().runbookUrl().isPresent() == links)
        .allMatch(alert -> alert.event().orElseThrow().links().sourceUrl().isPresent() == links);
  }

  @Test
  void more_alerts_than_can_fit_are_refused_with_the_number_that_would() {
    assertThatThrownBy(() -> normalize(group(600, (i, alert) -> {})))
        .isInstanceOf(InvalidAlertException.class)
        .hasMessageContaining("the message has 600, and only ")
        .hasMessageMatching("(?s).*only [2-4]\\d\\d of them fit.*");
    assertThatThrownBy(() -> normalize(group(1_001, (i, alert) -> alert.removeAll())))
        .hasMessageContaining("the message has 1001, and at most 1000 are accepted");
  }

  @Test
  void as_many_alerts_fit_as_the_refusal_says() {
    Throwable refusal = catchThrowable(() -> normalize(group(600, (i, alert) -> {})));
    Matcher told = Pattern.compile("only (\\d+) of them fit").matcher(refusal.getMessage());
    assertThat(told.find()).isTrue();
    int most = Integer.parseInt(told.group(1));

    assertThat(normalize(group(most, (i, alert) -> {})).alerts()).hasSize(most);
    assertThatThrownBy(() -> normalize(group(most + 1, (i, alert) -> {})))
        .isInstanceOf(InvalidAlertException.class);
  }

  @Test
  void large_bad_alerts_leave_room_for_the_good_ones() {
    ObjectNode payload =
        group(
            10,
            (i, alert) -> {
              annotations(alert).put("description", noise(i, 60_000));
              if (i > 0) {
                alert.remove("status");
              }
            });

    NormalizedMessage message = normalize(payload);

    assertThat(Messages.good(message)).hasSize(1);
    assertThat(size(message)).isLessThanOrEqualTo(204_800);
    assertThat(Messages.rejected(message).orElseThrow().diagnosis())
        .contains("alert 10 of 10")
        .endsWith("The payload of these alerts is too large: its texts were cut to 2000.");
    assertThat(Messages.rejected(message).orElseThrow().body()).hasSizeLessThanOrEqualTo(65_536);
  }

  @Test
  void bad_alerts_that_cannot_be_kept_at_all_are_still_told_of() {
    ObjectNode payload =
        group(
            2,
            (i, alert) -> {
              if (i > 0) {
                alert.remove("status");
                for (int label = 0; label < 4_000; label++) {
                  labels(alert).put(noise(label, 30), noise(-label, 30));
                }
              }
            });

    assertThat(Messages.good(normalize(payload))).hasSize(1);
    assertThat(Messages.rejected(normalize(payload)).orElseThrow().diagnosis())
        .contains("alert 2 of 2")
        .endsWith("nothing was kept.");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 10, 25, 100, 150})
  void a_group_of_incomplete_alerts_fits_with_a_rejection_for_each(int size) {
    ObjectNode payload =
        group(
            size,
            (i, alert) -> {
              labels(alert).remove("team");
              annotations(alert).put("description", noise(i, 3_000)).put("summary", "z" + i);
            });
    Map<String, String> attributes = new TreeMap<>(Map.of("source", "grafana"));
    IntStream.range(0, 10).forEach(i -> attributes.put("a" + i, "v".repeat(900)));

    NormalizedMessage message = normalize(payload.toString(), attributes);

    assertThat(size(message)).isLessThanOrEqualTo(204_800);
    assertThat(message.alerts())
        .hasSize(size)
        .allSatisfy(
            alert -> {
              RejectedAlerts rejection = alert.rejection().orElseThrow();
              assertThat(size(alert)).isLessThanOrEqualTo(61_440);
              assertThat(size(rejection)).isLessThanOrEqualTo(24_576);
              assertThat(rejection.diagnosis()).contains("no team");
              assertThat(rejection.messageAttributes())
                  .containsEntry("source", "grafana")
                  .containsKey("alert_indexes");
              assertThat(alert.event().orElseThrow().summary().orElseThrow()).startsWith("z");
            });
  }

  @Test
  void the_rejections_of_a_usual_group_are_kept_whole() {
    ObjectNode payload = group(10, (i, alert) -> labels(alert).remove("team"));

    assertThat(normalize(payload).alerts())
        .allSatisfy(
            alert -> {
              RejectedAlerts rejection = alert.rejection().orElseThrow();
              assertThat(rejection.diagnosis()).doesNotContain("too large");
              JsonNode body =
                  Json.read(rejection.bodyEncoding().decode(rejection.body()), JsonNode.class);
              assertThat(body.at("/alerts/0")).isEqualTo(Messages.payload(alert).orElseThrow());
            });
  }

  @Test
  void one_large_incomplete_alert_keeps_its_rejection_below_its_share() {
    ObjectNode payload =
        group(
            1,
            (i, alert) -> {
              labels(alert).remove("team");
              for (int label = 0; label < 4_000; label++) {
                labels(alert).put(noise(label, 30), noise(-label, 30));
              }
            });

    NormalizedAlert alert = normalize(payload).alerts().getFirst();

    assertThat(size(alert.rejection().orElseThrow())).isLessThanOrEqualTo(24_576);
    assertThat(alert.rejection().orElseThrow().diagnosis())
        .contains("no team")
        .endsWith("nothing was kept.");
  }

  @Test
  void only_as_many_payloads_go_as_have_to() {
    int[] lengths = {60_000, 49_000, 49_000, 49_000, 49_000};
    lengths[4] += 204_799 - size(OutputLimit.fit(withPayloads(lengths)));

    NormalizedMessage fitted = OutputLimit.fit(withPayloads(lengths));

    assertThat(size(fitted)).isEqualTo(204_799);
    assertThat(fitted.alerts())
        .extracting(alert -> alert.payload().isPresent())
        .containsExactly(false, true, true, true, true);
  }

  private static NormalizedMessage withPayloads(int... lengths) {
    NormalizedMessage message = normalize(group(lengths.length, (i, alert) -> {}));
    return new NormalizedMessage(
        message.envelope(),
        IntStream.range(0, lengths.length)
            .mapToObj(
                i -> {
                  NormalizedAlert alert = message.alerts().get(i);
                  return new NormalizedAlert(
                      alert.eventId(),
                      alert.fingerprint(),
                      alert.event(),
                      Optional.of("x".repeat(lengths[i])),
                      alert.rejection());
                })
            .toList(),
        message.ignored());
  }

  @ParameterizedTest
  @CsvSource({"204799, 3072, 3072", "204800, 3072, 2304", "204799, 40, 40", "204800, 40, 0"})
  void texts_are_cut_by_a_quarter_until_all_fit_but_not_below_40(int bytes, int cut, int left) {
    NormalizedMessage message = filled(event -> EventShortening.cut(event, cut), bytes);

    assertThat(OutputLimit.fit(message).alerts())
        .extracting(alert -> alert.event().orElseThrow().description().orElse("").length())
        .containsOnly(left);
  }

  @ParameterizedTest
  @CsvSource({"204799, true", "204800, false"})
  void shortest_form_of_200_kib_keeps_its_links(int bytes, boolean links) {
    assertThat(OutputLimit.fit(filled(EventShortening::bare, bytes)).alerts())
        .extracting(alert -> alert.event().orElseThrow().links().runbookUrl().isPresent())
        .containsOnly(links);
  }

  @Test
  void form_without_links_of_200_kib_fits_and_a_refusal_counts_to_the_last_byte() {
    UnaryOperator<AlertEvent> shortest =
        event -> EventShortening.withoutLinks(EventShortening.bare(event));
    NormalizedMessage fits = filled(shortest, 204_799);
    int alerts = fits.alerts().size();
    NormalizedMessage oneMore =
        new NormalizedMessage(
            fits.envelope(),
            Stream.concat(fits.alerts().stream(), fits.alerts().stream().limit(1)).toList(),
            fits.ignored());

    assertThat(OutputLimit.fit(fits).alerts()).hasSize(alerts);
    assertThatThrownBy(() -> OutputLimit.fit(oneMore))
        .hasMessageContaining("has %d, and only %d of them fit".formatted(alerts + 1, alerts));
    assertThatThrownBy(() -> OutputLimit.fit(filled(shortest, 204_800)))
        .hasMessageContaining("has %d, and only %d of them fit".formatted(alerts, alerts - 1));
  }

  /** {@return a group that has {@code bytes} after {@code shorter}: its titles fill it up} */
  private static NormalizedMessage filled(UnaryOperator<AlertEvent> shorter, int bytes) {
    NormalizedMessage one = withPayloads(1, 0, 0);
    AlertEvent event =
        one.alerts().getFirst().event().orElseThrow().toBuilder()
            .description(Optional.of("y".repeat(4_096)))
            .build();
    int most = 204_799 / size(copies(one, 1, i -> shorter.apply(event)).alerts().getFirst());
    int count = most - Math.max(1, most / 35);
    int left = bytes - size(copies(one, count, i -> shorter.apply(event)));
    return copies(
        one,
        count,
        i -> {
          int more = left / count + (i < left % count ? 1 : 0);
          return event.toBuilder().title(event.title() + "x".repeat(more)).build();
        });
  }

  private static NormalizedMessage copies(
      NormalizedMessage message, int count, IntFunction<AlertEvent> events) {
    NormalizedAlert alert = message.alerts().getFirst();
    return new NormalizedMessage(
        message.envelope(),
        IntStream.range(0, count)
            .mapToObj(
                i ->
                    new NormalizedAlert(
                        EventId.of("m-1", i),
                        alert.fingerprint(),
                        Optional.of(events.apply(i)),
                        Optional.empty(),
                        Optional.empty()))
            .toList(),
        message.ignored());
  }

  private static ObjectNode group(int size, BiConsumer<Integer, ObjectNode> change) {
    ObjectNode payload = grafana(alert -> {});
    ObjectNode first = (ObjectNode) payload.at("/alerts/0");
    ArrayNode alerts = payload.putArray("alerts");
    for (int i = 0; i < size; i++) {
      ObjectNode alert = first.deepCopy();
      alert.put("fingerprint", "%016x".formatted(i));
      change.accept(i, alert);
      alerts.add(alert);
    }
    return payload;
  }

  /** {@return text that cannot be compressed much, by the seed} */
  private static String noise(int seed, int length) {
    byte[] bytes = new byte[length * 3 / 4];
    new Random(seed).nextBytes(bytes);
    return Base64.getEncoder().encodeToString(bytes);
  }

  private static int size(Object value) {
    return Json.write(value).getBytes(StandardCharsets.UTF_8).length;
  }
}
