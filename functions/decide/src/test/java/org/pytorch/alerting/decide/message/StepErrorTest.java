package org.pytorch.alerting.decide.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StepErrorTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      useHeadersInDisplayName = true,
      textBlock =
          """
          error                                                      | ended | unknown | for good
          org.pytorch.alerting.github.GitHubRejectedException        | true  | false   | true
          org.pytorch.alerting.github.GitHubNotAskedException        | true  | false   | false
          org.pytorch.alerting.github.GitHubAccessException          | true  | false   | false
          org.pytorch.alerting.runtime.DeadlineExceededException       | true  | false   | false
          Lambda.TooManyRequestsException                            | true  | false   | false
          Lambda.SnapStartException                                  | true  | false   | false
          Lambda.SnapStartNotReadyException                          | true  | false   | false
          Lambda.SnapStartTimeoutException                           | true  | false   | false
          org.pytorch.alerting.github.GitHubUnavailableException     | true  | true    | false
          org.pytorch.alerting.github.GitHubRateLimitedException     | true  | true    | false
          org.pytorch.alerting.github.SomethingNewException          | true  | true    | false
          org.pytorch.alerting.elsewhere.GitHubRejectedException     | true  | true    | false
          GitHubRejectedException                                    | true  | true    | false
          java.lang.OutOfMemoryError                                 | true  | true    | false
          Runtime.ExitError                                          | true  | true    | false
          Sandbox.Timedout                                           | true  | true    | false
          Lambda.ServiceException                                    | false | true    | false
          Lambda.SdkClientException                                  | false | true    | false
          Lambda.Unknown                                             | false | true    | false
          States.Timeout                                             | false | true    | false
          States.TaskFailed                                          | false | true    | false
          """)
  void what_each_error_proves(String error, boolean ended, boolean unknown, boolean forGood) {
    StepError step = new StepError(error, Optional.empty());

    assertThat(step.provesEnd()).isEqualTo(ended);
    assertThat(step.leavesOutcomeUnknown()).isEqualTo(unknown);
    assertThat(step.isRefusedPermanently()).isEqualTo(forGood);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "a.b.BoomException | {\"errorMessage\":\"no such label\"} | BoomException: no such label",
        "a.b.BoomException | {\"errorType\":\"x\"} | BoomException: {\"errorType\":\"x\"}",
        "a.b.BoomException | {\"errorMessage\":null} | BoomException: {\"errorMessage\":null}",
        "a.b.BoomException | {\"errorMessage\":\" \"} | a.b.BoomException",
        "a.b.BoomException | not { JSON | BoomException: not { JSON",
        "a.b.BoomException | 503 | BoomException: 503",
        "a.b.BoomException | `` | a.b.BoomException",
        "a.b.BoomException | | a.b.BoomException",
        "boom | out of memory | boom: out of memory",
        "boom | a\u0000b\u001bc\u200bd | boom: a b c d"
      })
  void sentence_is_the_message_of_lambdas_report_or_else_the_cause(
      String error, String cause, String sentence) {
    assertThat(new StepError(error, Optional.ofNullable(cause)).sentence()).isEqualTo(sentence);
  }
}
