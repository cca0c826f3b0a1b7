package org.pytorch.alerting.statemachine.execution;

import static org.pytorch.alerting.model.action.AlertAction.REJECT;
import static org.pytorch.alerting.statemachine.scenario.Checks.attribute;
import static org.pytorch.alerting.statemachine.scenario.Checks.quarantinedBody;
import static org.pytorch.alerting.statemachine.scenario.Scenario.scenario;
import static org.pytorch.alerting.statemachine.script.Decisions.decides;
import static org.pytorch.alerting.statemachine.script.Script.accepted;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pytorch.alerting.model.json.BodyEncoding;
import org.pytorch.alerting.statemachine.definition.Definition;
import org.pytorch.alerting.statemachine.engine.EmbeddedEngine;
import org.pytorch.alerting.statemachine.engine.Engine;
import org.pytorch.alerting.statemachine.scenario.Scenario;
import org.pytorch.alerting.statemachine.script.Messages;
import org.pytorch.alerting.stepfunctions.execution.history.ExecutionListener;

/** normalize's diagnosis is quarantined unchanged, whatever it contains. */
class DiagnosisTest {
  private final Engine engine = new EmbeddedEngine(ExecutionListener.NONE);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "no team",
        "{}",
        "{\"errorMessage\":\"no team\",\"errorType\":\"t\",\"stackTrace\":[]}",
        "{\"errorMessage\":null,\"errorType\":\"t\"}",
        "a \"team\" {and} $.path $$ ${placeholder} States.Format('{}')",
        "{\"errorMessage\":\"cut off in the mid",
        "line 1\nline 2\ttabbed \\ 'quoted'",
        "[\"errorMessage\"]",
        "null",
        "команда 🚢"
      })
  void diagnosis_is_quarantined_unchanged(String diagnosis) {
    Scenario scenario =
        scenario(diagnosis)
            .normalize(Messages.unreadable(diagnosis))
            .decide(decides(REJECT))
            .queue(accepted())
            .then(quarantinedBody(BodyEncoding.GZIP_BASE64.encode(Messages.BODY)))
            .then(attribute("diagnosis", diagnosis))
            .succeeds("normalize decide quarantine");
    scenario.verify(scenario.run(engine, Definition.load()));
  }
}
