package org.pytorch.alerting.github.rest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class KnownLabelsTest {
  private final KnownLabels known = new KnownLabels();

  @Test
  void label_is_known_in_its_repository_and_in_any_case() {
    known.add("tidewater/alerts", "Team: harbor");

    assertThat(known.contains("Tidewater/Alerts", "team: HARBOR")).isTrue();
    assertThat(known.contains("tidewater/other", "Team: harbor")).isFalse();
    assertThat(known.contains("tidewater/alerts", "Team: quay")).isFalse();
  }

  @Test
  void thousand_labels_are_remembered_and_one_more_makes_all_others_forgotten() {
    for (int i = 0; i < 1_000; i++) {
      known.add("tidewater/alerts", "label " + i);
    }
    assertThat(known.contains("tidewater/alerts", "label 0")).isTrue();
    assertThat(known.contains("tidewater/alerts", "label 999")).isTrue();

    known.add("tidewater/alerts", "label 1000");

    assertThat(known.contains("tidewater/alerts", "label 0")).isFalse();
    assertThat(known.contains("tidewater/alerts", "label 999")).isFalse();
    assertThat(known.contains("tidewater/alerts", "label 1000")).isTrue();
  }
}
