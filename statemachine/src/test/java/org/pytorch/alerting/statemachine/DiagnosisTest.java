package org.pytorch.alerting.statemachine;

import static org.pytorch.alerting.statemachine.Checks.attribute;
import static org.pytorch.alerting.statemachine.Checks.bodySetAside;
import static org.pytorch.alerting.statemachine.Scenario.scenario;
import static org.pytorch.alerting.statemachine.Script.accepted;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pytorch.alerting.stepfunctions.execution.ExecutionListener;

/** Whatever the cause of a refusal looks like, the message is set aside at once. */
class DiagnosisTest {
  private final Engine engine = new EmbeddedEngine(ExecutionListener.NONE);

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "{\"errorMessage\":\"no team\",\"errorType\":\"t\",\"stackTrace\":[]} | no team",
        "{\"errorType\":\"t\",\"errorMessage\":\"no team\"} | no team",
        "{\"errorMessage\":\"a \\\"team\\\" {and}\"} | a \"team\" {and}",
        "{\"errorMessage\":\"write \\\"errorMessage\\\":\\\"\\\"\"} | write \"errorMessage\":\"\"",
      })
  void a_report_of_lambda_becomes_the_sentence_in_it(String cause, String diagnosis) {
    isSetAside(cause, diagnosis);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "no team",
        "{}",
        "{\"errorMessage\":\"\",\"errorType\":\"t\"}",
        "{\"errorMessage\":null,\"errorType\":\"t\"}",
        "{\"errorMessage\":17}",
        "{\"errorMessage\":\"cut off in the mid",
        "[\"errorMessage\"]",
        "null",
      })
  void any_other_cause_goes_as_it_is(String cause) {
    isSetAside(cause, cause);
  }

  private void isSetAside(String cause, String diagnosis) {
    Scenario scenario =
        scenario(cause)
            .normalize(call -> new Answer.TaskError(Errors.INVALID_ALERT, cause))
            .queue(accepted())
            .then(bodySetAside(Messages.BODY))
            .then(attribute("diagnosis", diagnosis))
            .succeeds("normalize quarantine");
    scenario.verify(scenario.run(engine, Definition.load()));
  }
}
