package org.pytorch.alerting.model.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pytorch.alerting.model.status.IssueStatus;
import org.pytorch.alerting.model.status.SharedBy;
import org.pytorch.alerting.model.status.SharingAlert;

class NamedInJsonTest {
  @ParameterizedTest
  @EnumSource
  void state_of_an_issue_is_written_and_read_in_lower_case(IssueStatus.State state) {
    assertIsWrittenAndRead(state);
  }

  @ParameterizedTest
  @EnumSource
  void state_of_an_alert_that_shares_an_issue_is_written_and_read_in_lower_case(
      SharingAlert.State state) {
    assertIsWrittenAndRead(state);
  }

  @ParameterizedTest
  @EnumSource
  void reason_to_share_an_issue_is_written_and_read_in_lower_case(SharedBy reason) {
    assertIsWrittenAndRead(reason);
  }

  private static <E extends Enum<E> & NamedInJson> void assertIsWrittenAndRead(E constant) {
    String json = "\"%s\"".formatted(constant.name().toLowerCase(Locale.ROOT));

    assertThat(Json.write(constant)).isEqualTo(json);
    assertThat(Json.read(json, constant.getDeclaringClass())).isEqualTo(constant);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"own-issue\"", "\"OWN_ISSUE\"", "\"\""})
  void other_name_is_refused(String json) {
    assertThatThrownBy(() -> Json.read(json, SharingAlert.State.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("State");
  }
}
