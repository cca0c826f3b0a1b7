package org.pytorch.alerting.github.issue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.pytorch.alerting.github.TestAlerts;

class LabelTest {
  @Test
  void issue_has_a_label_for_its_priority_each_team_and_its_source() {
    assertThat(Label.of(TestAlerts.firing().teams(List.of("harbor", "pilots")).build()))
        .extracting(Label::name)
        .containsExactly(
            "area:alerting", "Pri: P1", "Team: harbor", "Team: pilots", "Source: grafana");
  }

  @Test
  void event_without_priority_and_team_has_no_label_for_them() {
    assertThat(Label.of(TestAlerts.firing().priority(Optional.empty()).teams(List.of()).build()))
        .extracting(Label::name)
        .containsExactly("area:alerting", "Source: grafana");
  }
}
