package org.pytorch.alerting.normalize.cloudwatch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pytorch.alerting.model.Links;

class AlarmArnTest {
  @Test
  void a_name_may_have_colons_and_spaces() {
    AlarmArn arn =
        AlarmArn.parse("arn:aws:cloudwatch:eu-west-1:640017223391:alarm:a: b::c#d|é/")
            .orElseThrow();

    assertThat(arn)
        .isEqualTo(new AlarmArn("aws", "eu-west-1", "640017223391", "a: b::c#d|é/"))
        .hasToString("arn:aws:cloudwatch:eu-west-1:640017223391:alarm:a: b::c#d|é/");
    assertThat(arn.consoleUrl())
        .contains(
            "https://eu-west-1.console.aws.amazon.com/cloudwatch/home?region=eu-west-1"
                + "#alarmsV2:alarm/a%3A%20b%3A%3Ac%23d%7C%C3%A9%2F")
        .get()
        .satisfies(url -> assertThat(Links.usable(url)).isPresent());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "arn:aws:sns:eu-west-1:640017223391:alarm:x",
        "arn:aws:cloudwatch:eu-west-1:640017223391:dashboard:x",
        "arn:aws:cloudwatch:eu-west-1:640017223391:alarm:",
        "arn:aws:cloudwatch:EU (Ireland):640017223391:alarm:x",
        "arn:aws:cloudwatch:evil.example/:640017223391:alarm:x",
        "arn:aws:cloudwatch:eu-west-1:account:alarm:x",
        "alarm:x"
      })
  void what_is_no_alarms_arn_is_none(String text) {
    assertThat(AlarmArn.parse(text)).isEmpty();
  }

  /** Their consoles are not public. */
  @ParameterizedTest
  @CsvSource({
    "us-iso-east-1, aws-iso",
    "us-isob-east-1, aws-iso-b",
    "eu-isoe-west-1, aws-iso-e",
    "us-isof-south-1, aws-iso-f",
    "eusc-de-east-1, aws-eusc"
  })
  void the_region_tells_the_partition_without_a_known_console(String region, String partition) {
    AlarmArn arn = AlarmArn.build(region, "640017223391", "x").orElseThrow();

    assertThat(arn)
        .isEqualTo(new AlarmArn(partition, region, "640017223391", "x"))
        .isEqualTo(AlarmArn.parse(arn.toString()).orElseThrow());
    assertThat(arn.consoleUrl()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "eu-west-1, arn:aws:, https://eu-west-1.console.aws.amazon.com/",
    "cn-north-1, arn:aws-cn:, https://cn-north-1.console.amazonaws.cn/",
    "us-gov-west-1, arn:aws-us-gov:, https://us-gov-west-1.console.amazonaws-us-gov.com/"
  })
  void the_region_tells_partition_and_console(String region, String arnStart, String urlStart) {
    AlarmArn arn = AlarmArn.build(region, "640017223391", "x").orElseThrow();

    assertThat(arn.toString()).startsWith(arnStart);
    assertThat(arn.consoleUrl()).get().asString().startsWith(urlStart);
  }
}
