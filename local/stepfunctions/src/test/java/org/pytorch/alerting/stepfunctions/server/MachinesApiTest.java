package org.pytorch.alerting.stepfunctions.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pytorch.alerting.stepfunctions.server.ApiClient.Response;
import org.pytorch.alerting.stepfunctions.time.VirtualScheduler;

@Timeout(60)
class MachinesApiTest {
  private static final String ARN = "arn:aws:states:us-east-1:123456789012:stateMachine:m";
  private static final String PASS =
      "{'StartAt': 'P', 'States': {'P': {'Type': 'Pass', 'End': true}}}";

  private final VirtualScheduler scheduler =
      new VirtualScheduler(Instant.parse("2026-03-01T10:00:00.250Z"));
  private StepFunctionsServer server;
  private ApiClient api;

  @BeforeEach
  void start() throws IOException {
    server = StepFunctionsServer.start(0, scheduler, Map.of());
    api = new ApiClient(server.endpoint());
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void a_machine_is_created_described_and_listed() {
    Response created = api.create("m", "EXPRESS", PASS);

    assertThat(created.text("stateMachineArn")).isEqualTo(ARN);
    assertThat(created.body().path("creationDate").decimalValue())
        .as("seconds since 1970")
        .isEqualByComparingTo("1772359200.250");
    Response described = api.call("DescribeStateMachine", "{'stateMachineArn': '" + ARN + "'}");
    assertThat(described.text("name")).isEqualTo("m");
    assertThat(described.text("type")).isEqualTo("EXPRESS");
    assertThat(described.text("status")).isEqualTo("ACTIVE");
    assertThat(described.text("roleArn")).isEqualTo(ApiClient.ROLE);
    assertThat(described.text("definition")).isEqualTo(PASS.replace('\'', '"'));
    assertThat(
            api.call("ListStateMachines", "{}")
                .body()
                .at("/stateMachines/0/stateMachineArn")
                .asText())
        .isEqualTo(ARN);
  }

  @Test
  void the_default_type_of_a_machine_is_standard() {
    api.call(
        "CreateStateMachine",
        "{'name': 'm', 'roleArn': 'arn:x', 'definition': '{\\'StartAt\\':\\'P\\',\\'States\\':{\\'P\\':{\\'Type\\':\\'Succeed\\'}}}'}");

    assertThat(api.call("DescribeStateMachine", "{'stateMachineArn': '" + ARN + "'}").text("type"))
        .isEqualTo("STANDARD");
  }

  @Test
  void an_identical_machine_is_returned_and_a_different_one_with_the_same_name_is_refused() {
    api.create("m", "EXPRESS", PASS);

    assertThat(api.create("m", "EXPRESS", PASS).text("stateMachineArn")).isEqualTo(ARN);
    assertThat(api.create("m", "STANDARD", PASS).error()).isEqualTo("StateMachineAlreadyExists");
    assertThat(api.create("m", "EXPRESS", PASS + " ").error())
        .isEqualTo("StateMachineAlreadyExists");
  }

  @Test
  void a_refused_definition_names_the_place_and_the_reason() {
    Response response =
        api.create("m", "EXPRESS", "{'StartAt': 'P', 'States': {'P': {'Type': 'Activity'}}}");

    assertThat(response.status()).isEqualTo(400);
    assertThat(response.error()).isEqualTo("InvalidDefinition");
    assertThat(response.text("message"))
        .isEqualTo(
            "Invalid State Machine Definition: '/States/P/Type: 'Activity' is not supported here'");
  }

  @Test
  void a_resource_without_a_service_is_refused() {
    Response response =
        api.create(
            "m",
            "EXPRESS",
            "{'StartAt': 'T', 'States': {'T': {'Type': 'Task', 'Resource':"
                + " 'arn:aws:states:::lambda:invoke', 'Parameters': {'FunctionName': 'f'}, 'End':"
                + " true}}}");

    assertThat(response.error()).isEqualTo("InvalidDefinition");
    assertThat(response.text("message"))
        .contains("/States/T/Resource: 'arn:aws:states:::lambda:invoke' has no service here");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a b", "a/b", "a:b", "a*", "a\"", "a\u0001", "ü?"})
  void a_name_with_forbidden_characters_is_refused(String name) {
    assertThat(api.create(name, "EXPRESS", PASS).error()).isEqualTo("InvalidName");
  }

  @Test
  void a_name_has_at_most_eighty_characters() {
    assertThat(api.create("n".repeat(80), "EXPRESS", PASS).status()).isEqualTo(200);
    assertThat(api.create("n".repeat(81), "EXPRESS", PASS).error()).isEqualTo("InvalidName");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          CreateStateMachine   | {}                                          | ValidationException
          CreateStateMachine   | {'name': 'm', 'definition': 'x'}            | ValidationException
          CreateStateMachine   | {'name': 5}                                 | ValidationException
          CreateStateMachine   | {'name': 'm', 'definition': '{}', 'roleArn': 'r'} | InvalidArn
          CreateStateMachine   | {'name': 'm', 'definition': '{}', 'roleArn': 'arn:r'} | InvalidDefinition
          CreateStateMachine   | {'name': 'm', 'definition': '{}', 'roleArn': 'arn:r', 'type': 'FAST'} | ValidationException
          CreateStateMachine   | {'name': 'm', 'publish': true}              | ValidationException
          DescribeStateMachine | {'stateMachineArn': 'm'}                    | InvalidArn
          DescribeStateMachine | {'stateMachineArn': 'arn:aws:states:::x'}   | StateMachineDoesNotExist
          UpdateStateMachine   | {'stateMachineArn': 'arn:aws:states:::x'}   | StateMachineDoesNotExist
          ListStateMachines    | {'nextToken': 'x'}                          | InvalidToken
          ListStateMachines    | {'maxResults': 1001}                        | ValidationException
          TestState            | {}                                          | UnknownOperationException
          ValidateStateMachineDefinition | {}                                | ValidationException
          ValidateStateMachineDefinition | {'definition': '{}', 'severity': 'LOW'} | ValidationException
          ValidateStateMachineDefinition | {'definition': '{}', 'maxResults': 101} | ValidationException
          ValidateStateMachineDefinition | {'definition': '{}', 'type': 'FAST'} | ValidationException
          ListTagsForResource  | {'resourceArn': 'arn:aws:states:::x'}       | ResourceNotFound
          ListTagsForResource  | {'resourceArn': 'x'}                        | InvalidArn
          TagResource          | {'resourceArn': 'arn:aws:states:::x', 'tags': []} | ResourceNotFound
          UntagResource        | {'resourceArn': 'arn:aws:states:::x', 'tagKeys': []} | ResourceNotFound
          """)
  void a_call_is_refused(String action, String body, String error) {
    Response response = api.call(action, body);

    assertThat(response.status()).isEqualTo(400);
    assertThat(response.error()).isEqualTo(error);
  }

  @ParameterizedTest
  @ValueSource(strings = {"no json", "[]", "{\"a\":1,\"a\":2}"})
  void a_body_that_is_not_an_object_is_refused(String body) {
    assertThat(api.send("AWSStepFunctions.ListStateMachines", body).error())
        .isEqualTo("SerializationException");
  }

  @Test
  void a_call_for_another_service_is_refused() {
    assertThat(api.send("AmazonSQS.SendMessage", "{}").error())
        .isEqualTo("UnknownOperationException");
  }

  @Test
  void a_machine_is_updated() {
    api.create("m", "EXPRESS", PASS);
    String other = "{\\'StartAt\\':\\'P\\',\\'States\\':{\\'P\\':{\\'Type\\':\\'Succeed\\'}}}";

    Response updated =
        api.call(
            "UpdateStateMachine",
            "{'stateMachineArn': '%s', 'definition': '%s'}".formatted(ARN, other));

    assertThat(updated.body().has("updateDate")).isTrue();
    assertThat(
            api.call("DescribeStateMachine", "{'stateMachineArn': '" + ARN + "'}")
                .text("definition"))
        .contains("Succeed");
    assertThat(api.call("UpdateStateMachine", "{'stateMachineArn': '" + ARN + "'}").error())
        .isEqualTo("MissingRequiredParameter");
    assertThat(
            api.call("UpdateStateMachine", "{'stateMachineArn': '" + ARN + "', 'definition': '{}'}")
                .error())
        .isEqualTo("InvalidDefinition");
  }

  @Test
  void deleting_a_missing_machine_is_not_an_error() {
    api.create("m", "EXPRESS", PASS);
    String body = "{'stateMachineArn': '" + ARN + "'}";

    assertThat(api.call("DeleteStateMachine", body).status()).isEqualTo(200);
    assertThat(api.call("DeleteStateMachine", body).status()).isEqualTo(200);
    assertThat(api.call("DescribeStateMachine", body).error())
        .isEqualTo("StateMachineDoesNotExist");
  }

  @Test
  void a_long_list_has_pages() {
    for (String name : new String[] {"a", "b", "c"}) {
      api.create(name, "EXPRESS", PASS);
    }

    Response first = api.call("ListStateMachines", "{'maxResults': 2}");
    Response second =
        api.call("ListStateMachines", "{'nextToken': '%s'}".formatted(first.text("nextToken")));

    assertThat(names(first)).containsExactly("a", "b");
    assertThat(names(second)).containsExactly("c");
    assertThat(second.body().has("nextToken")).isFalse();
  }

  private Response validate(String definition) {
    return api.call(
        "ValidateStateMachineDefinition",
        JsonNodeFactory.instance
            .objectNode()
            .put("type", "EXPRESS")
            .put("definition", definition.replace('\'', '"')));
  }

  @Test
  void a_valid_definition_has_no_diagnostics() {
    assertThat(validate(PASS).body())
        .isEqualTo(ApiClient.json("{'result': 'OK', 'diagnostics': [], 'truncated': false}"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          {                                                           | INVALID_JSON_DESCRIPTION  |                | is not JSON: Unexpected end-of-input: expected close marker for Object (line 1, column 2)
          {'States': {'P': {'Type': 'Succeed'}}}                      | SCHEMA_VALIDATION_FAILED  | /StartAt       | is missing
          {'StartAt': 'P', 'States': {'P': {'Type': 'Activity'}}}     | SCHEMA_VALIDATION_FAILED  | /States/P/Type | 'Activity' is not supported here
          {'StartAt': 'Q', 'States': {'P': {'Type': 'Succeed'}}}      | MISSING_TRANSITION_TARGET | /StartAt       | there is no state 'Q'
          {'StartAt': 'P', 'States': {'P': {'Type': 'Pass', 'Next': 'Q'}}} | MISSING_TRANSITION_TARGET | /States/P | it goes to 'Q', which does not exist
          {'StartAt': 'P', 'States': {'P': {'Type': 'Task', 'Resource': 'arn:aws:states:::lambda:invoke', 'Parameters': {'FunctionName': 'f'}, 'End': true}}} | SCHEMA_VALIDATION_FAILED | /States/P/Resource | 'arn:aws:states:::lambda:invoke' has no service here
          """)
  void an_invalid_definition_has_one_diagnostic(
      String definition, String code, String location, String message) {
    Response response = validate(definition);

    assertThat(response.status()).isEqualTo(200);
    assertThat(response.text("result")).isEqualTo("FAIL");
    assertThat(response.body().path("diagnostics")).hasSize(1);
    JsonNode diagnostic = response.body().at("/diagnostics/0");
    assertThat(diagnostic.path("severity").asText()).isEqualTo("ERROR");
    assertThat(diagnostic.path("code").asText()).isEqualTo(code);
    assertThat(diagnostic.path("location").asText("")).isEqualTo(location == null ? "" : location);
    assertThat(diagnostic.path("message").asText()).startsWith(message);
    assertThat(api.create("m", "EXPRESS", definition).error()).isEqualTo("InvalidDefinition");
  }

  private String tags() {
    return api.call("ListTagsForResource", "{'resourceArn': '" + ARN + "'}")
        .body()
        .path("tags")
        .toString()
        .replace('"', '\'');
  }

  @Test
  void a_machine_keeps_its_tags() {
    api.call(
        "CreateStateMachine",
        ((ObjectNode)
                ApiClient.json(
                    "{'name': 'm', 'roleArn': 'arn:x', 'tags': [{'key': 'a', 'value': '1'}]}"))
            .put("definition", PASS.replace('\'', '"')));
    assertThat(tags()).isEqualTo("[{'key':'a','value':'1'}]");

    api.call(
        "TagResource",
        "{'resourceArn': '%s', 'tags': [{'key': 'a', 'value': '2'}, {'key': 'b'}]}".formatted(ARN));
    assertThat(tags()).isEqualTo("[{'key':'a','value':'2'},{'key':'b','value':''}]");

    api.call("UntagResource", "{'resourceArn': '%s', 'tagKeys': ['a', 'none']}".formatted(ARN));
    assertThat(tags()).isEqualTo("[{'key':'b','value':''}]");

    api.call("DeleteStateMachine", "{'stateMachineArn': '" + ARN + "'}");
    api.create("m", "EXPRESS", PASS);
    assertThat(tags()).isEqualTo("[]");
  }

  @Test
  void a_machine_has_at_most_fifty_tags() {
    api.create("m", "EXPRESS", PASS);
    assertThat(tag(50).status()).isEqualTo(200);
    assertThat(tag(51).error()).isEqualTo("TooManyTags");
    assertThat(
            api.call(
                    "TagResource", "{'resourceArn': '%s', 'tags': [{'value': 'x'}]}".formatted(ARN))
                .error())
        .isEqualTo("ValidationException");
    assertThat(api.call("TagResource", "{'resourceArn': '%s', 'tags': 7}".formatted(ARN)).error())
        .isEqualTo("ValidationException");
  }

  private Response tag(int count) {
    ObjectNode body = JsonNodeFactory.instance.objectNode().put("resourceArn", ARN);
    ArrayNode tags = body.putArray("tags");
    IntStream.range(0, count).forEach(i -> tags.addObject().put("key", "k" + i));
    return api.call("TagResource", body);
  }

  @Test
  void the_region_is_part_of_the_arns() throws IOException {
    try (StepFunctionsServer other =
        StepFunctionsServer.start(0, "eu-west-1", scheduler, Map.of())) {
      assertThat(
              new ApiClient(other.endpoint()).create("m", "EXPRESS", PASS).text("stateMachineArn"))
          .isEqualTo("arn:aws:states:eu-west-1:123456789012:stateMachine:m");
    }
  }

  private static Iterable<String> names(Response response) {
    return StreamSupport.stream(response.body().path("stateMachines").spliterator(), false)
        .map(machine -> machine.path("name").asText())
        .toList();
  }
}
