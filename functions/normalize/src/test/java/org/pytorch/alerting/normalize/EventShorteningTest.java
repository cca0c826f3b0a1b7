package org.pytorch.alerting.normalize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pytorch.alerting.normalize.Messages.payload;

import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pytorch.alerting.model.AlertEvent;
import org.pytorch.alerting.model.Links;
import org.pytorch.alerting.model.Resource;

class EventShorteningTest {
  private static final AlertEvent EVENT =
      Messages.event(payload("normalized/firing.json", json -> {}));

  /** {@return an event whose texts, and links from {@code linkLength} on, have that length} */
  private static AlertEvent event(int textLength, int linkLength) {
    Optional<String> text = Optional.of("x".repeat(textLength));
    Optional<String> link = Optional.of("https://h.example/" + "x".repeat(linkLength - 18));
    Resource resource = EVENT.resource();
    return EVENT.toBuilder()
        .title("x".repeat(textLength))
        .summary(text)
        .description(text)
        .reason(text)
        .resource(
            new Resource(
                resource.type(),
                resource.id(),
                resource.region(),
                Optional.of(Map.of("firmware", text.orElseThrow()))))
        .links(new Links(link, link, link, link, link))
        .build();
  }

  @Test
  void texts_are_cut_to_the_length_and_the_title_to_100_characters() {
    AlertEvent cut = EventShortening.cut(event(150, 50), 60);

    assertThat(cut.title()).hasSize(100).endsWith("… [cut]");
    assertThat(Stream.of(cut.summary(), cut.description(), cut.reason()).map(Optional::orElseThrow))
        .allSatisfy(text -> assertThat(text).hasSize(60).endsWith("… [cut]"));
    assertThat(cut.resource().extra().orElseThrow().get("firmware"))
        .hasSize(60)
        .endsWith("… [cut]");
    assertThat(cut.resource().id()).isEqualTo(EVENT.resource().id());
    assertThat(cut.identity()).isEqualTo(EVENT.identity());
    assertThat(EventShortening.cut(event(150, 50), 120).title()).hasSize(120);
  }

  @ParameterizedTest
  @CsvSource({"260, true", "261, false"})
  void link_may_be_200_characters_longer_than_a_text(int length, boolean kept) {
    Links links = EventShortening.cut(event(50, length), 60).links();

    assertThat(
            Stream.of(
                links.runbookUrl(),
                links.panelUrl(),
                links.dashboardUrl(),
                links.sourceUrl(),
                links.silenceUrl()))
        .allSatisfy(link -> assertThat(link.isPresent()).isEqualTo(kept));
  }

  @Test
  void least_of_an_event_is_a_summary_of_40_characters_and_the_two_links_that_help_most() {
    AlertEvent bare = EventShortening.bare(event(150, 240));

    assertThat(bare.title()).hasSize(100);
    assertThat(bare.summary().orElseThrow()).hasSize(40);
    assertThat(bare.description()).isEmpty();
    assertThat(bare.reason()).isEmpty();
    assertThat(bare.resource().extra()).isEmpty();
    assertThat(bare.resource().id()).isEqualTo(EVENT.resource().id());
    assertThat(bare.links().runbookUrl()).isPresent();
    assertThat(bare.links().sourceUrl()).isPresent();
    assertThat(bare.links().dashboardUrl()).isEmpty();
    assertThat(bare.links().silenceUrl()).isEmpty();
    assertThat(EventShortening.withoutLinks(bare).links()).isEqualTo(Links.none());
  }
}
