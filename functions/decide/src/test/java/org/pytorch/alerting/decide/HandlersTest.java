package org.pytorch.alerting.decide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.pytorch.alerting.decide.Alerts.FINGERPRINT;
import static org.pytorch.alerting.decide.Alerts.NOW;
import static org.pytorch.alerting.decide.Alerts.OTHER_EVENT;
import static org.pytorch.alerting.decide.Alerts.OTHER_TOKEN;
import static org.pytorch.alerting.decide.Alerts.T0;
import static org.pytorch.alerting.decide.Alerts.ask;
import static org.pytorch.alerting.decide.Alerts.firing;
import static org.pytorch.alerting.decide.Alerts.open;
import static org.pytorch.alerting.decide.Alerts.resolved;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pytorch.alerting.decide.dynamodb.DynamoDbAlertStateStore;
import org.pytorch.alerting.decide.dynamodb.FakeDynamoDb;
import org.pytorch.alerting.decide.message.DecideRequest;
import org.pytorch.alerting.decide.retry.Backoff;
import org.pytorch.alerting.decide.row.EpisodeLog;
import org.pytorch.alerting.decide.row.Withheld;
import org.pytorch.alerting.decide.rule.Decider;
import org.pytorch.alerting.decide.rule.Recorder;
import org.pytorch.alerting.decide.shared.Memberships;
import org.pytorch.alerting.decide.storm.Places;
import org.pytorch.alerting.decide.turn.Budget;
import org.pytorch.alerting.decide.turn.Turns;
import org.pytorch.alerting.model.AlertEvent;
import org.pytorch.alerting.model.action.ClaimToken;
import org.pytorch.alerting.model.check.CheckReason;
import org.pytorch.alerting.model.json.Json;
import org.pytorch.alerting.model.route.Routing;
import org.pytorch.alerting.runtime.Environment;
import org.pytorch.alerting.runtime.Host;
import org.pytorch.alerting.runtime.RecordedLog;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class HandlersTest {
  private final FakeDynamoDb dynamoDb = new FakeDynamoDb();
  private final RecordedLog printed = new RecordedLog();
  private final Host host = printed.host(() -> NOW);
  private final DynamoDbAlertStateStore store =
      new DynamoDbAlertStateStore(dynamoDb, "alerts_state");
  private final Backoff backoff = new Backoff(new SplittableRandom(1), _ -> {});
  private final Turns turns = new Turns(store, Budget.DEFAULT, () -> NOW, backoff);
  private final StateUpdates updates =
      new StateUpdates(
          store,
          turns,
          new Places(store, () -> NOW, backoff),
          new Memberships(store, () -> NOW, backoff),
          () -> NOW,
          backoff);
  private final DecideHandler decide =
      new DecideHandler(
          new DecideHandler.Wiring(host, () -> updates, new Decider(Alerts.REPOSITORY)));
  private final RecordHandler record =
      new RecordHandler(new RecordHandler.Wiring(host, () -> updates, new Recorder()));

  @Test
  void decision_is_answered_as_the_state_machine_reads_it() throws IOException {
    JsonNode decision = call(decide, input(ask(firing(T0))));

    assertThat(decision.path("action").asText()).isEqualTo("CREATE");
    assertThat(decision.path("help").isBoolean()).isTrue();
    assertThat(decision.path("fingerprint").asText()).isEqualTo(FINGERPRINT.hex());
    assertThat(decision.path("episode").asInt()).isEqualTo(1);
    assertThat(decision.at("/claim/event_id").asText()).isEqualTo("message-1#0");
    assertThat(decision.at("/claim/token").asText()).isEqualTo("execution-1#0");
    assertThat(decision.at("/claim/attempt").asInt()).isEqualTo(1);
    assertThat(decision.at("/claim/claimed_at").asText()).isEqualTo("2026-03-04T08:00:00.000Z");
    assertThat(decision.at("/claim/repository").asText()).isEqualTo("harbor/alerts");
    assertThat(decision.at("/code").asText()).isEqualTo("FIRST_FIRING");
    assertThat(decision.at("/not_before").asText()).isEqualTo("2026-03-04T08:00:00.000Z");
    // The asker has the event.
    assertThat(decision.has("event")).isFalse();
    assertThat(decision.at("/claim").has("event")).isFalse();
    assertThat(decision.has("issue")).isFalse();
  }

  @Test
  void decision_is_logged_in_one_line_and_counted() throws IOException {
    call(decide, input(ask(firing(T0))));

    assertThat(printed.lines()).hasSize(3);
    JsonNode line = printed.lines().getFirst();
    assertThat(line.path("message").asText()).isEqualTo("Alert decided");
    assertThat(line.path("level").asText()).isEqualTo("INFO");
    assertThat(line.path("action").asText()).isEqualTo("CREATE");
    assertThat(line.path("reason").asText()).isEqualTo("The alert fires for the first time.");
    assertThat(line.path("event_id").asText()).isEqualTo("message-1#0");
    assertThat(line.path("token").asText()).isEqualTo("execution-1#0");
    assertThat(line.path("source").asText()).isEqualTo("grafana");
    assertThat(line.path("episode").asInt()).isEqualTo(1);
    assertThat(line.path("attempt").asInt()).isEqualTo(1);
    assertThat(line.path("help").asBoolean(true)).isFalse();
    assertThat(line.path("code").asText()).isEqualTo("FIRST_FIRING");
    assertThat(line.path("not_before").asText()).isEqualTo("2026-03-04T08:00:00.000Z");
    assertThat(printed.lines().get(1).path("AlertsDecided").asInt()).isEqualTo(1);
    assertThat(printed.lines().get(1).path("action").asText()).isEqualTo("CREATE");
    assertThat(printed.lines().get(1).path("source").asText()).isEqualTo("grafana");
    assertThat(printed.lines().getLast().path("DecisionReasons").asInt()).isEqualTo(1);
    assertThat(printed.lines().getLast().path("action").asText()).isEqualTo("CREATE");
    assertThat(printed.lines().getLast().path("reason").asText()).isEqualTo("FIRST_FIRING");
  }

  @Test
  void check_that_opens_an_issue_says_which_route_led_to_it() throws IOException {
    AlertEvent firing =
        firing(T0).toBuilder()
            .labels(Optional.of(Map.of("site", "north")))
            .routing(
                Optional.of(
                    Json.read(
                        """
                        {"route": "harbor", "repository": "acme/harbor", "maintenance": "move"}
                        """,
                        Routing.class)))
            .build();
    dynamoDb.holdRow(
        open()
            .issue(Optional.empty())
            .log(
                EpisodeLog.EMPTY
                    .fired(firing)
                    .withWithheld(
                        Optional.of(new Withheld("move", Optional.of(NOW), Optional.of(firing)))))
            .build());

    JsonNode decision = call(decide, input(Alerts.check(CheckReason.MAINTENANCE, NOW)));

    assertThat(decision.path("action").asText()).isEqualTo("CREATE");
    assertThat(decision.at("/event/labels/site").asText()).isEqualTo("north");
    JsonNode line = lineOf("Alert decided");
    assertThat(line.path("route").asText()).isEqualTo("harbor");
    assertThat(line.path("repository").asText()).isEqualTo("acme/harbor");
    assertThat(line.path("check").asText()).isEqualTo("maintenance");
  }

  @Test
  void what_cannot_be_read_is_rejected_without_reading_the_table() throws IOException {
    ObjectNode input = Alerts.input(ask(firing(T0)));
    input.putNull("event");

    JsonNode decision = call(decide, input.toString());

    assertThat(decision.path("action").asText()).isEqualTo("REJECT");
    assertThat(decision.path("code").asText()).isEqualTo("UNREADABLE");
    assertThat(decision.path("fingerprint").asText()).isEqualTo(FINGERPRINT.hex());
    assertThat(decision.has("not_before")).isFalse();
    assertThat(dynamoDb.gets).isEmpty();
    assertThat(dynamoDb.puts).isEmpty();
    assertThat(lineOf("Alert decided").path("level").asText()).isEqualTo("WARN");
    assertThat(metric("DecisionReasons"))
        .contains("\"action\":\"REJECT\"", "\"reason\":\"UNREADABLE\"");
    // Normalize has counted it.
    assertThat(counted("AlertsRejected")).isEmpty();
  }

  @Test
  void postponed_alert_says_when_it_comes_back_and_is_counted() throws IOException {
    turns.silence(NOW.plusSeconds(60), NOW);

    JsonNode decision = call(decide, input(ask(firing(T0))));

    assertThat(decision.path("action").asText()).isEqualTo("POSTPONE");
    assertThat(decision.path("code").asText()).isEqualTo("NO_TURN");
    assertThat(decision.path("retry_at").asText()).isEqualTo("2026-03-04T08:01:00.000Z");
    assertThat(decision.has("not_before")).isFalse();
    assertThat(dynamoDb.rows).containsOnlyKeys("github-turns");
    assertThat(lineOf("Alert decided").path("level").asText()).isEqualTo("INFO");
    assertThat(lineOf("Alert decided").path("retry_at").asText())
        .isEqualTo("2026-03-04T08:01:00.000Z");
    assertThat(counted("AlertsDecided")).containsExactly("POSTPONE");
    assertThat(metric("DecisionReasons")).contains("\"reason\":\"NO_TURN\"");
  }

  @Test
  void limit_of_github_is_kept_by_everybody_before_the_claim_is_free() throws IOException {
    JsonNode decision = call(decide, input(ask(firing(T0))));
    String limited =
        """
        {"result": "rate_limited", "retry_at": "2026-03-04T08:01:00.000Z", "note": "429"}
        """;
    dynamoDb.puts.clear();

    JsonNode recorded = call(record, recordInput(decision, "outcome", limited));
    JsonNode repeated = call(record, recordInput(decision, "outcome", limited));
    JsonNode next = call(decide, input(redelivered(ask(firing(T0)))));

    assertThat(recorded.path("result").asText()).isEqualTo("released");
    assertThat(recorded.path("rest")).isEqualTo(repeated.path("rest"));
    assertThat(recorded.at("/rest/result").asText()).isEqualTo("POSTPONED");
    assertThat(recorded.at("/rest/retry_at").asText()).isEqualTo("2026-03-04T08:01:00.000Z");
    assertThat(dynamoDb.puts)
        .extracting(put -> put.item().get("fingerprint"))
        .startsWith(AttributeValue.fromS("github-turns"), AttributeValue.fromS(FINGERPRINT.hex()));
    assertThat(next.path("code").asText()).isEqualTo("NO_TURN");
    JsonNode line = lineOf("Outcome recorded");
    assertThat(line.path("outcome").asText()).isEqualTo("rate_limited");
    assertThat(line.path("note").asText()).isEqualTo("429");
    assertThat(line.path("retry_at").asText()).isEqualTo("2026-03-04T08:01:00.000Z");
  }

  @Test
  void limit_that_cannot_be_noted_leaves_the_claim_to_the_retried_step() throws IOException {
    JsonNode decision = call(decide, input(ask(firing(T0))));
    Map<String, AttributeValue> row = dynamoDb.rows.get(FINGERPRINT.hex());
    String limited =
        """
        {"result": "rate_limited", "retry_at": "2026-03-04T08:01:00.000Z"}
        """;
    dynamoDb.failNext(SdkClientException.create("connection refused"));

    assertThatThrownBy(() -> call(record, recordInput(decision, "outcome", limited)))
        .isInstanceOf(StateStoreUnavailableException.class);

    assertThat(dynamoDb.rows.get(FINGERPRINT.hex())).isEqualTo(row);
    assertThat(call(record, recordInput(decision, "outcome", limited)).at("/result").asText())
        .isEqualTo("released");
  }

  @Test
  void outcome_settles_the_claim_and_the_issue_shows_in_the_next_decision() throws IOException {
    JsonNode decision = call(decide, input(ask(firing(T0))));

    JsonNode recorded = call(record, recordInput(decision, "outcome", DONE));
    JsonNode repeated = call(record, recordInput(decision, "outcome", DONE));
    JsonNode next =
        call(decide, input(ask(OTHER_EVENT, resolved(T0.plusSeconds(60)), OTHER_TOKEN)));

    assertThat(recorded.path("result").asText()).isEqualTo("settled");
    assertThat(recorded.at("/issue/number").asInt()).isEqualTo(7);
    assertThat(repeated.path("result").asText()).isEqualTo("already_settled");
    assertThat(next.path("action").asText()).isEqualTo("CLOSE");
    assertThat(next.at("/issue/repo").asText()).isEqualTo("harbor/alerts");
  }

  @Test
  void error_as_the_state_machine_reports_it_releases_the_claim() throws IOException {
    JsonNode decision = call(decide, input(ask(firing(T0))));

    JsonNode recorded = call(record, release(decision, "GitHubUnavailableException", "503", true));

    assertThat(recorded.path("result").asText()).isEqualTo("released");
    assertThat(recorded.has("rest")).isFalse();
    assertThat(lineOf("Outcome recorded").path("error").asText())
        .isEqualTo("org.pytorch.alerting.github.GitHubUnavailableException");
    assertThat(lineOf("Outcome recorded").path("cause").asText()).isEqualTo("503");
    assertThatThrownBy(
            () -> call(decide, input(ask(OTHER_EVENT, resolved(T0.plusSeconds(60)), OTHER_TOKEN))))
        .isInstanceOf(AlertBusyException.class)
        .hasMessageContaining("its next attempt is due at 2026-03-04T08:00:24.000Z");
  }

  @Test
  void released_claim_that_sent_nothing_is_helped_at_once() throws IOException {
    JsonNode decision = call(decide, input(ask(firing(T0))));

    call(record, release(decision, "GitHubNotAskedException", "no budget", false));
    JsonNode helped =
        call(decide, input(ask(OTHER_EVENT, resolved(T0.plusSeconds(60)), OTHER_TOKEN)));

    assertThat(helped.path("action").asText()).isEqualTo("CREATE");
    assertThat(helped.path("help").asBoolean()).isTrue();
    assertThat(helped.at("/claim/attempt").asInt()).isEqualTo(1);
    assertThat(helped.at("/claim").has("sent")).isFalse();
  }

  @Test
  void action_that_github_refuses_is_given_up_in_an_error_that_says_what_to_do()
      throws IOException {
    JsonNode decision = call(decide, input(ask(firing(T0))));
    String cause = "{\"errorMessage\": \"422: no such label\", \"errorType\": \"x\"}";

    JsonNode released = call(record, release(decision, "GitHubRejectedException", cause, false));
    JsonNode again = call(decide, input(redelivered(ask(firing(T0)))));
    JsonNode recorded = call(record, recordInput(again, "outcome", "{\"result\": \"given_up\"}"));

    assertThat(released.at("/rest/result").asText()).isEqualTo("POSTPONED");
    assertThat(released.at("/rest/retry_at").asText()).isEqualTo("2026-03-04T08:00:00.000Z");
    assertThat(again.path("action").asText()).isEqualTo("GIVE_UP");
    assertThat(again.path("help").asBoolean(true)).isFalse();
    assertThat(recorded.path("result").asText()).isEqualTo("settled");
    assertThat(recorded.has("rest")).isFalse();
    JsonNode decided = linesOf("Alert decided").getLast();
    assertThat(decided.path("level").asText()).isEqualTo("WARN");
    JsonNode line = lineOf("Action given up: fix the reason, then redrive its event from the DLQ");
    assertThat(line.path("level").asText()).isEqualTo("ERROR");
    assertThat(line.path("action").asText()).isEqualTo("GIVE_UP");
    assertThat(line.path("given_up").asText()).isEqualTo("CREATE");
    assertThat(line.path("event_id").asText()).isEqualTo("message-1#0");
    assertThat(line.path("reason").asText())
        .isEqualTo(
            "CREATE for event message-1#0 is given up, GitHub refuses it:"
                + " GitHubRejectedException: 422: no such label");
    assertThat(counted("ActionsGivenUp")).containsExactly("CREATE");
    assertThat(counted("AlertsDecided")).containsExactly("CREATE", "GIVE_UP");
    assertThat(counted("OutcomesRecorded")).containsExactly("CREATE", "CREATE");
  }

  @Test
  void given_up_action_is_counted_also_when_the_answer_was_lost() throws IOException {
    JsonNode decision = call(decide, input(ask(firing(T0))));
    call(record, release(decision, "GitHubRejectedException", "422", false));
    JsonNode again = call(decide, input(redelivered(ask(firing(T0)))));
    dynamoDb.loseNextAnswerAndRepeat();

    call(record, recordInput(again, "outcome", "{\"result\": \"given_up\"}"));

    assertThat(counted("ActionsGivenUp")).containsExactly("GIVE_UP");
  }

  @Test
  void nothing_else_is_counted_as_given_up() throws IOException {
    JsonNode decision = call(decide, input(ask(firing(T0))));

    call(record, recordInput(decision, "outcome", DONE));

    assertThat(lineOf("Outcome recorded").path("level").asText()).isEqualTo("INFO");
    assertThat(lineOf("Outcome recorded").has("given_up")).isFalse();
    assertThat(lineOf("Outcome recorded").has("reason")).isFalse();
    assertThat(counted("ActionsGivenUp")).isEmpty();
  }

  @Test
  void rejected_alert_is_a_warning_and_counted() throws IOException {
    JsonNode decision = call(decide, input(ask(Alerts.incomplete(firing(T0)))));

    assertThat(decision.path("action").asText()).isEqualTo("REJECT");
    assertThat(decision.path("episode").asInt(-1)).isZero();
    assertThat(decision.has("claim")).isFalse();
    assertThat(lineOf("Alert decided").path("level").asText()).isEqualTo("WARN");
    assertThat(lineOf("Alert decided").path("reason").asText()).contains("no team or no priority");
    assertThat(counted("AlertsDecided")).containsExactly("REJECT");
    assertThat(counted("AlertsRejected")).hasSize(1);
    assertThat(dynamoDb.puts).isEmpty();
  }

  @Test
  void help_and_outcome_are_counted_by_action() throws IOException {
    JsonNode decision = call(decide, input(ask(firing(T0))));
    // Nothing was sent, so the next attempt need not wait.
    call(
        record, recordInput(decision, "error", "{\"Error\": \"Lambda.TooManyRequestsException\"}"));
    assertThat(metric("OutcomesRecorded"))
        .contains("\"result\":\"released\"", "\"action\":\"CREATE\"", "\"outcome\":\"failed\"")
        .endsWith("\"OutcomesRecorded\":1}");
    assertThat(printed.text()).doesNotContain("AlertsHelped");
    printed.clear();

    JsonNode help = call(decide, input(ask(OTHER_EVENT, firing(T0), OTHER_TOKEN)));
    call(record, recordInput(help, "outcome", DONE));

    assertThat(metric("AlertsHelped"))
        .contains("\"action\":\"CREATE\"")
        .endsWith("\"AlertsHelped\":1}");
    assertThat(metric("OutcomesRecorded"))
        .contains("\"result\":\"settled\"", "\"outcome\":\"done\"")
        .endsWith("\"OutcomesRecorded\":1}");
  }

  @Test
  void error_without_a_cause_releases_the_claim_too() throws IOException {
    JsonNode decision = call(decide, input(ask(firing(T0))));

    JsonNode recorded =
        call(record, recordInput(decision, "error", "{\"Error\": \"Sandbox.Timedout\"}"));

    assertThat(recorded.path("result").asText()).isEqualTo("released");
  }

  @Test
  void busy_alert_is_reported_by_the_exception_and_a_warning() throws IOException {
    call(decide, input(ask(firing(T0))));

    assertThatThrownBy(() -> call(decide, input(ask(OTHER_EVENT, firing(T0), OTHER_TOKEN))))
        .isInstanceOf(AlertBusyException.class);

    assertThat(lineOf("Alert not decided").path("level").asText()).isEqualTo("WARN");
    assertThat(lineOf("Alert not decided").path("error").asText()).isEqualTo("AlertBusyException");
    assertThat(printed.lines().getLast().path("AlertsNotDecided").asInt()).isEqualTo(1);
  }

  @Test
  void store_that_is_down_is_an_error_that_says_what_to_look_at() {
    dynamoDb.failNext(SdkClientException.create("connection refused"));

    assertThatThrownBy(() -> call(decide, input(ask(firing(T0)))))
        .isInstanceOf(StateStoreUnavailableException.class);

    assertThat(lineOf("Alert not decided").path("level").asText()).isEqualTo("ERROR");
    assertThat(lineOf("Alert not decided").path("reason").asText()).contains("network");
  }

  @Test
  void outcome_that_a_store_which_is_down_does_not_take_is_an_error() throws IOException {
    JsonNode decision = call(decide, input(ask(firing(T0))));
    dynamoDb.failNext(SdkClientException.create("connection refused"));

    assertThatThrownBy(() -> call(record, recordInput(decision, "outcome", DONE)))
        .isInstanceOf(StateStoreUnavailableException.class);

    assertThat(lineOf("Outcome not recorded").path("level").asText()).isEqualTo("ERROR");
  }

  @Test
  void lost_claim_is_reported_by_the_exception_and_a_warning() throws IOException {
    JsonNode decision = call(decide, input(ask(firing(T0))));
    dynamoDb.rows.clear();

    assertThatThrownBy(() -> call(record, recordInput(decision, "outcome", DONE)))
        .isInstanceOf(ClaimLostException.class);

    assertThat(lineOf("Outcome not recorded").path("level").asText()).isEqualTo("WARN");
    assertThat(printed.lines().getLast().path("OutcomesNotRecorded").asInt()).isEqualTo(1);
  }

  @Test
  void request_that_is_not_one_is_refused_by_name() {
    assertThatThrownBy(() -> call(decide, "{}"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("event_id is null");
    assertThatThrownBy(() -> call(record, "{\"outcome\":{\"result\":\"done\"}}"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("RecordRequest");
  }

  private static DecideHandler decideOn(Host host) {
    return new DecideHandler(DecideHandler.Wiring.of(host));
  }

  private static RecordHandler recordOn(Host host) {
    return new RecordHandler(RecordHandler.Wiring.of(host));
  }

  @Test
  void missing_variable_stops_the_functions_at_start_up() {
    Host noTable =
        new Host(
            new Environment(Map.of("GITHUB_REPO", "harbor/alerts", "AWS_REGION", "eu-west-1")),
            () -> NOW,
            host.log());
    assertThatThrownBy(() -> decideOn(noTable)).hasMessageContaining("STATUS_TABLE_NAME");
    assertThatThrownBy(() -> recordOn(noTable)).hasMessageContaining("STATUS_TABLE_NAME");
    Host noRepository =
        new Host(
            new Environment(Map.of("STATUS_TABLE_NAME", "alerts_state", "AWS_REGION", "eu-west-1")),
            () -> NOW,
            host.log());
    assertThatThrownBy(() -> decideOn(noRepository)).hasMessageContaining("GITHUB_REPO");
    assertThat(recordOn(noRepository)).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "alerts", "a/b/c", "harbor/", "https://github.com/harbor/alerts"})
  void malformed_repository_stops_decide_at_start_up(String repository) {
    Host other =
        new Host(
            new Environment(
                Map.of(
                    "STATUS_TABLE_NAME", "alerts_state",
                    "GITHUB_REPO", repository,
                    "AWS_REGION", "eu-west-1")),
            () -> NOW,
            host.log());

    assertThatThrownBy(() -> decideOn(other))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("GITHUB_REPO");
  }

  @Test
  void functions_start_with_the_agreed_variables() {
    Host complete =
        new Host(
            new Environment(
                Map.of(
                    "STATUS_TABLE_NAME", "alerts_state",
                    "GITHUB_REPO", "harbor/alerts",
                    "AWS_REGION", "eu-west-1",
                    "AWS_ENDPOINT_URL_DYNAMODB", "http://127.0.0.1:8000")),
            () -> NOW,
            host.log());

    assertThat(decideOn(complete)).isNotNull();
    assertThat(recordOn(complete)).isNotNull();
  }

  /** The same event, asked about by the next execution of its message. */
  private static DecideRequest redelivered(DecideRequest request) {
    return ask(request.eventId(), request.event(), new ClaimToken("execution-3#0"));
  }

  private static final String DONE =
      """
      {"result": "done", "issue": {"repo": "harbor/alerts", "number": 7}}
      """;

  private static String recordInput(JsonNode decision, String field, String json)
      throws IOException {
    ObjectNode input = Json.mapper().createObjectNode();
    input.put("outcome_unknown", false);
    input.set("decision", decision);
    input.set(field, Json.mapper().readTree(json));
    return input.toString();
  }

  /** What "Release claim" asks after an exception of the github function. */
  private static String release(
      JsonNode decision, String exception, String cause, boolean outcomeUnknown)
      throws IOException {
    String error =
        Json.write(Map.of("Error", "org.pytorch.alerting.github." + exception, "Cause", cause));
    ObjectNode input = (ObjectNode) Json.mapper().readTree(recordInput(decision, "error", error));
    return input.put("outcome_unknown", outcomeUnknown).toString();
  }

  private static String input(DecideRequest request) {
    return Alerts.input(request).toString();
  }

  private static JsonNode call(RequestStreamHandler handler, String input) throws IOException {
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    // Neither handler looks at the context, which only Lambda has.
    handler.handleRequest(
        new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)), output, null);
    return Json.mapper().readTree(output.toByteArray());
  }

  private JsonNode lineOf(String message) {
    return linesOf(message).getFirst();
  }

  private List<JsonNode> linesOf(String message) {
    return printed.lines().stream()
        .filter(line -> line.path("message").asText().equals(message))
        .toList();
  }

  /** {@return the dimension {@code action} of each count of {@code metric}} */
  private List<String> counted(String metric) {
    return printed.lines().stream()
        .filter(line -> line.path(metric).asInt() == 1)
        .map(line -> line.path("action").asText())
        .toList();
  }

  /** The one line that counts {@code name}. */
  private String metric(String name) {
    return printed
        .text()
        .lines()
        .filter(line -> line.contains('"' + name + "\":"))
        .reduce((first, second) -> first + " and " + second)
        .orElseThrow();
  }
}
