package org.pytorch.alerting.stepfunctions.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pytorch.alerting.stepfunctions.definition.field.InvalidDefinitionException;

/** Invalid definitions and unsupported features are refused with the place and the reason. */
class RefusalTest {
  private static final String PROCESSOR =
      "'ItemProcessor': {'StartAt': 'P', 'States': {'P': {'Type': 'Pass', 'End': true}}}";
  private static final String LAMBDA =
      "'Type': 'Task', 'Resource': 'arn:aws:states:::lambda:invoke', 'Parameters':"
          + " {'FunctionName': 'f'}, 'End': true";
  private static final String CHOICE = "'Type': 'Choice', 'Choices': [{%s, 'Next': 'Z'}]";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          no json                                                   | /: is not JSON
          ""                                                        | /: is not JSON
          []                                                        | /: must be an object
          {'StartAt': 'A', 'StartAt': 'A'}                          | /: is not JSON: Duplicate
          {}                                                        | /StartAt: is missing
          {'StartAt': 'A'}                                          | /States: is missing
          {'StartAt': 'A', 'States': {}}                            | /StartAt: there is no state 'A'
          {'StartAt': 'A', 'States': []}                            | /States: must be an object
          {'StartAt': 'B', 'States': {'A': {'Type': 'Succeed'}}}    | /StartAt: there is no state 'B'
          {'StartAt': 1, 'States': {'A': {'Type': 'Succeed'}}}      | /StartAt: must be a string
          {'StartAt': 'A', 'States': {'A': 'Succeed'}}              | /States/A: must be an object
          {'StartAt': 'A', 'States': {'': {'Type': 'Succeed'}}}     | /States/: a name has 1 to 80 characters
          {'StartAt': 'A', 'Extra': 1, 'States': {'A': {'Type': 'Succeed'}}} | /Extra: is not a field of a state machine
          {'StartAt': 'A', 'Comment': 1, 'States': {'A': {'Type': 'Succeed'}}} | /Comment: must be a string
          {'StartAt': 'A', 'QueryLanguage': 'JSONata', 'States': {'A': {'Type': 'Succeed'}}} | /QueryLanguage: only JSONPath
          {'StartAt': 'A', 'Version': '2.0', 'States': {'A': {'Type': 'Succeed'}}} | /Version: must be 1.0
          {'StartAt': 'A', 'TimeoutSeconds': 0, 'States': {'A': {'Type': 'Succeed'}}} | /TimeoutSeconds: must be an integer from 1
          {'StartAt': 'A', 'TimeoutSeconds': '5', 'States': {'A': {'Type': 'Succeed'}}} | /TimeoutSeconds: must be an integer
          {'StartAt': 'A', 'TimeoutSeconds': 1.5, 'States': {'A': {'Type': 'Succeed'}}} | /TimeoutSeconds: must be an integer
          {'StartAt': 'A', 'States': {'A': {'Type': 'Succeed'}, 'B': {'Type': 'Succeed'}}} | /States/B: is not reachable
          {'StartAt': 'A', 'States': {'A': {'Type': 'Pass', 'Next': 'B'}}} | /States/A: it goes to 'B', which does not exist
          {'StartAt': 'A', 'States': {'A': {'Type': 'Pass', 'Next': 'A'}, 'B': {'Type': 'Pass', 'Next': 'B'}}} | /States/B: is not reachable
          """)
  void a_machine_is_refused(String definition, String problem) {
    assertRefused(definition, problem);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          'Comment': 'no type'                                      | /Type: is missing
          'Type': 'Nope'                                            | /Type: 'Nope' is not supported
          'Type': 'pass', 'End': true                               | /Type: 'pass' is not supported
          'Type': 'Pass'                                            | : needs either Next or End
          'Type': 'Pass', 'Next': 'Z', 'End': true                  | : needs either Next or End
          'Type': 'Pass', 'End': false                              | /End: must be true
          'Type': 'Pass', 'End': 'true'                             | /End: must be true or false
          'Type': 'Pass', 'Next': ''                                | /Next: must not be empty
          'Type': 'Pass', 'Next': null                              | /Next: must be a string
          'Type': 'Pass', 'End': true, 'Assign': {}                 | /Assign: is not a field of a Pass state that is supported here: it sets variables; pass values on in the output instead
          'Type': 'Pass', 'End': true, 'Output': {}                 | /Output: is not a field of a Pass state that is supported here: it belongs to JSONata
          'Type': 'Pass', 'End': true, 'QueryLanguage': 'JSONata'   | /QueryLanguage: only JSONPath is supported here, not 'JSONata'
          'Type': 'Pass', 'End': true, 'ResultSelector': {}         | /ResultSelector: is not a field of a Pass state
          'Type': 'Pass', 'End': true, 'Retry': []                  | /Retry: is not a field of a Pass state
          'Type': 'Pass', 'End': true, 'Catch': []                  | /Catch: is not a field of a Pass state
          'Type': 'Pass', 'End': true, 'Comment': 5                 | /Comment: must be a string
          'Type': 'Pass', 'End': true, 'InputPath': 5               | /InputPath: must be a string
          'Type': 'Pass', 'End': true, 'InputPath': 'a'             | /InputPath: 'a' is not a JSONPath
          'Type': 'Pass', 'End': true, 'InputPath': '$v.a'          | /InputPath: '$v.a' is not a JSONPath: variables are not supported here
          'Type': 'Pass', 'End': true, 'OutputPath': '$.a.length()' | /OutputPath: '$.a.length()' calls a JSONPath function
          'Type': 'Pass', 'End': true, 'ResultPath': '$$.a'         | /ResultPath: '$$.a' is not a path of fields
          'Type': 'Pass', 'End': true, 'ResultPath': '$.a[0]'       | /ResultPath: '$.a[0]' is not a path of fields
          'Type': 'Pass', 'End': true, 'Parameters': '$.a'          | /Parameters: must be an object
          'Type': 'Pass', 'End': true, 'Parameters': {'a.$': 5}     | /Parameters: the value of 'a.$' must be
          'Type': 'Pass', 'End': true, 'Parameters': {'a.$': 'States.Nope()'} | /Parameters: 'States.Nope()' is not a call of an intrinsic function: there is no function 'States.Nope'
          'Type': 'Succeed', 'End': true                            | /End: is not a field of a Succeed state
          'Type': 'Succeed', 'Next': 'Z'                            | /Next: is not a field of a Succeed state
          'Type': 'Succeed', 'ResultPath': '$'                      | /ResultPath: is not a field
          'Type': 'Fail', 'End': true                               | /End: is not a field of a Fail state
          'Type': 'Fail', 'Error': 5                                | /Error: must be a string
          'Type': 'Fail', 'Error': 'E', 'ErrorPath': '$.e'          | /ErrorPath: cannot be combined with Error
          'Type': 'Fail', 'Cause': 'C', 'CausePath': '$.c'          | /CausePath: cannot be combined with Cause
          'Type': 'Fail', 'CausePath': 'text'                       | /CausePath: 'text' is not a call
          'Type': 'Fail', 'InputPath': '$'                          | /InputPath: is not a field of a Fail state
          'Type': 'Wait', 'End': true                               | : needs one of Seconds
          'Type': 'Wait', 'Seconds': 1, 'SecondsPath': '$.s', 'End': true | : needs one of Seconds
          'Type': 'Wait', 'Seconds': -1, 'End': true                | /Seconds: must be an integer from 0
          'Type': 'Wait', 'Seconds': 100000000, 'End': true         | /Seconds: must be an integer from 0 to 99999999
          'Type': 'Wait', 'SecondsPath': '$.s[*]', 'End': true      | /SecondsPath: must select exactly one value
          'Type': 'Wait', 'Timestamp': '2026-01-01', 'End': true    | /Timestamp: '2026-01-01' is not a timestamp
          'Type': 'Wait', 'Seconds': 1, 'End': true, 'ResultPath': '$.a' | /ResultPath: is not a field of a Wait state
          """)
  void a_state_is_refused(String fields, String problem) {
    assertRefused(
        "{'StartAt': 'S', 'States': {'S': {%s}, 'Z': {'Type': 'Succeed'}}}".formatted(fields),
        "/States/S" + problem);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          'Resource': 'arn:aws:states:::lambda:invoke.waitForTaskToken' | /Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken' is not supported
          'Resource': 'arn:aws:states:::states:startExecution.sync' | /Resource: 'arn:aws:states:::states:startExecution.sync' is not supported
          'Resource': 'arn:aws:lambda:us-east-1:1:function:f'       | /Resource: 'arn:aws:lambda:us-east-1:1:function:f' is not supported
          'Resource': 'arn:aws:lambda:us-east-1:123456789012:layer:f' | /Resource: 'arn:aws:lambda:us-east-1:123456789012:layer:f' is not supported
          'Resource': 'arn:aws:states:::aws-sdk:sqs:sendMessage'    | /Resource: 'arn:aws:states:::aws-sdk:sqs:sendMessage' is not supported
          'Resource': ''                                            | /Resource: must not be empty
          'Parameters': {'Payload': {}}                             | /Parameters/FunctionName: is missing
          'Parameters': {'FunctionName': 'f', 'InvocationType': 'Event'} | /Parameters/InvocationType: is not a parameter
          'Parameters': {'FunctionName': 'f', 'LogType.$': '$.l'}   | /Parameters/LogType: is not a parameter
          'TimeoutSeconds': 0                                       | /TimeoutSeconds: must be an integer from 1
          'TimeoutSeconds': 5, 'TimeoutSecondsPath': '$.t'          | /TimeoutSecondsPath: cannot be combined with
          'TimeoutSecondsPath': '$.t[*]'                            | /TimeoutSecondsPath: must select exactly one value
          'HeartbeatSeconds': 5                                     | /HeartbeatSeconds: is not a field of a Task
          'HeartbeatSecondsPath': '$.h'                             | /HeartbeatSecondsPath: is not a field
          'Credentials': {}                                         | /Credentials: is not a field
          'Arguments': {}                                           | /Arguments: is not a field
          'ResultSelector': '$.Payload'                             | /ResultSelector: must be an object
          'Retry': {}                                               | /Retry: must be an array
          'Retry': [5]                                              | /Retry/0: must be an object
          'Retry': [{}]                                             | /Retry/0/ErrorEquals: must be an array
          'Retry': [{'ErrorEquals': []}]                            | /Retry/0/ErrorEquals: must be an array with at least one name
          'Retry': [{'ErrorEquals': 'E'}]                           | /Retry/0/ErrorEquals: must be an array
          'Retry': [{'ErrorEquals': [5]}]                           | /Retry/0/ErrorEquals: must be an array of strings
          'Retry': [{'ErrorEquals': ['States.Nope']}]               | /Retry/0/ErrorEquals: has the unknown reserved name 'States.Nope'
          'Retry': [{'ErrorEquals': ['States.ALL', 'E']}]           | /Retry/0/ErrorEquals: States.ALL must stand alone
          'Retry': [{'ErrorEquals': ['States.ALL']}, {'ErrorEquals': ['E']}] | /Retry/0/ErrorEquals: States.ALL must stand alone, and in the last
          'Retry': [{'ErrorEquals': ['E'], 'IntervalSeconds': 0}]   | /Retry/0/IntervalSeconds: must be an integer from 1
          'Retry': [{'ErrorEquals': ['E'], 'IntervalSeconds': 1.5}] | /Retry/0/IntervalSeconds: must be an integer
          'Retry': [{'ErrorEquals': ['E'], 'MaxAttempts': -1}]      | /Retry/0/MaxAttempts: must be an integer from 0
          'Retry': [{'ErrorEquals': ['E'], 'MaxAttempts': 100000000}] | /Retry/0/MaxAttempts: must be an integer from 0 to 99999999
          'Retry': [{'ErrorEquals': ['E'], 'BackoffRate': 0.9}]     | /Retry/0/BackoffRate: must be a number of at least 1.0
          'Retry': [{'ErrorEquals': ['E'], 'BackoffRate': '2'}]     | /Retry/0/BackoffRate: must be a number
          'Retry': [{'ErrorEquals': ['E'], 'MaxDelaySeconds': 0}]   | /Retry/0/MaxDelaySeconds: must be an integer from 1
          'Retry': [{'ErrorEquals': ['E'], 'MaxDelaySeconds': 31622401}] | /Retry/0/MaxDelaySeconds: must be an integer from 1 to 31622400
          'Retry': [{'ErrorEquals': ['E'], 'JitterStrategy': 'HALF'}] | /Retry/0/JitterStrategy: must be FULL or NONE
          'Retry': [{'ErrorEquals': ['E'], 'Next': 'Z'}]            | /Retry/0/Next: is not a field of a retrier
          'Catch': [{'ErrorEquals': ['E']}]                         | /Catch/0/Next: is missing
          'Catch': [{'ErrorEquals': ['E'], 'Next': 'Nope'}]         | : it goes to 'Nope', which does not exist
          'Catch': [{'ErrorEquals': ['States.ALL'], 'Next': 'Z'}, {'ErrorEquals': ['E'], 'Next': 'Z'}] | /Catch/0/ErrorEquals: States.ALL must stand alone
          'Catch': [{'ErrorEquals': ['E'], 'Next': 'Z', 'Assign': {}}] | /Catch/0/Assign: is not a field of a catcher
          'Catch': [{'ErrorEquals': ['E'], 'Next': 'Z', 'ResultPath': 'x'}] | /Catch/0/ResultPath: 'x' is not a path
          """)
  void a_task_is_refused(String fields, String problem) {
    String resource =
        fields.contains("'Resource'") ? "" : ", 'Resource': 'arn:aws:states:::lambda:invoke'";
    String parameters =
        fields.contains("'Parameters'") ? "" : ", 'Parameters': {'FunctionName': 'f'}";
    assertRefused(
        "{'StartAt': 'S', 'States': {'S': {'Type': 'Task', 'Next': 'Z', %s%s%s}, 'Z': {'Type': 'Succeed'}}}"
            .formatted(fields, resource, parameters),
        "/States/S" + problem);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          {'QueueUrl': 'q'}                                       | /MessageBody: is missing
          {'MessageBody.$': '$'}                                  | /QueueUrl: is missing
          {'QueueUrl': 'q', 'MessageBody': 'b', 'Nope': 1}        | /Nope: is not a parameter of arn:aws:states:::sqs:sendMessage
          """)
  void parameters_of_send_message_are_checked(String parameters, String problem) {
    assertRefused(
        "{'StartAt': 'S', 'States': {'S': {'Type': 'Task', 'Resource': 'arn:aws:states:::sqs:sendMessage', 'Parameters': %s, 'End': true}}}"
            .formatted(parameters),
        "/States/S/Parameters" + problem);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          'Comment': 'no processor'                                 | /ItemProcessor: is missing
          'Iterator': {}                                            | /Iterator/StartAt: is missing
          PROCESSOR, 'Iterator': {}                                 | /Iterator: cannot be combined with ItemProcessor
          PROCESSOR, 'Parameters': {}, 'ItemSelector': {}           | /Parameters: cannot be combined with ItemSelector
          PROCESSOR, 'Parameters': []                               | /Parameters: must be an object
          PROCESSOR, 'ItemReader': {}                               | /ItemReader: is not a field of a Map state that is supported here: it belongs to distributed maps
          PROCESSOR, 'ItemBatcher': {}                              | /ItemBatcher: is not a field of a Map state that is supported here: it belongs to distributed maps
          PROCESSOR, 'ResultWriter': {}                             | /ResultWriter: is not a field of a Map state that is supported here: it belongs to distributed maps
          PROCESSOR, 'ToleratedFailureCount': 1                     | /ToleratedFailureCount: is not a field of a Map state that is supported here: it belongs to distributed maps
          PROCESSOR, 'Items': []                                    | /Items: is not a field of a Map state that is supported here: it belongs to JSONata
          PROCESSOR, 'Label': 'l'                                   | /Label: is not a field of a Map state that is supported here: it belongs to distributed maps
          'Iterator': {'ProcessorConfig': {'Mode': 'DISTRIBUTED'}}  | /Iterator/ProcessorConfig/Mode: 'DISTRIBUTED' is not supported here, only INLINE
          'Iterator': {'StartAt': 'P', 'TimeoutSeconds': 5, 'States': {'P': {'Type': 'Succeed'}}} | /Iterator/TimeoutSeconds: is not a field of an Iterator
          PROCESSOR, 'MaxConcurrency': -1                           | /MaxConcurrency: must be an integer from 0
          PROCESSOR, 'MaxConcurrency': 1, 'MaxConcurrencyPath': '$.m' | /MaxConcurrencyPath: cannot be combined with
          PROCESSOR, 'ItemsPath': '$.l[*]'                          | /ItemsPath: must select exactly one value
          PROCESSOR, 'ItemSelector': []                             | /ItemSelector: must be an object
          'ItemProcessor': {'ProcessorConfig': {'Mode': 'DISTRIBUTED'}} | /ItemProcessor/ProcessorConfig/Mode: 'DISTRIBUTED' is not supported
          'ItemProcessor': {'ProcessorConfig': {'Mode': 'INLINE', 'ExecutionType': 'EXPRESS'}} | /ItemProcessor/ProcessorConfig/ExecutionType: is not a field
          'ItemProcessor': {'StartAt': 'P'}                         | /ItemProcessor/States: is missing
          'ItemProcessor': {'StartAt': 'P', 'TimeoutSeconds': 5, 'States': {'P': {'Type': 'Succeed'}}} | /ItemProcessor/TimeoutSeconds: is not a field of an ItemProcessor
          'ItemProcessor': {'StartAt': 'S', 'States': {'S': {'Type': 'Succeed'}}} | /ItemProcessor/States/S: another state has this name
          'ItemProcessor': {'StartAt': 'P', 'States': {'P': {'Type': 'Pass', 'Next': 'Z'}}} | /ItemProcessor/States/P: it goes to 'Z', which does not exist
          'ItemProcessor': {'StartAt': 'P', 'States': {'P': {'Type': 'Succeed'}, 'Q': {'Type': 'Succeed'}}} | /ItemProcessor/States/Q: is not reachable
          """)
  void a_map_is_refused(String fields, String problem) {
    assertRefused(
        "{'StartAt': 'S', 'States': {'S': {'Type': 'Map', 'Next': 'Z', %s}, 'Z': {'Type': 'Succeed'}}}"
            .formatted(fields.replace("PROCESSOR", PROCESSOR)),
        "/States/S" + problem);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          'Comment': 'no branches'                                  | /Branches: must be an array with at least one branch
          'Branches': []                                            | /Branches: must be an array with at least one branch
          'Branches': {}                                            | /Branches: must be an array
          'Branches': [5]                                           | /Branches/0: must be an object
          'Branches': [{}]                                          | /Branches/0/StartAt: is missing
          'Branches': [BRANCH, {'StartAt': 'Q'}]                    | /Branches/1/States: is missing
          'Branches': [{'StartAt': 'P', 'States': {'P': {'Type': 'Pass', 'Next': 'Z'}}}] | /Branches/0/States/P: it goes to 'Z', which does not exist
          'Branches': [BRANCH, BRANCH]                              | /Branches/1/States/P: another state has this name
          'Branches': [{'StartAt': 'S', 'States': {'S': {'Type': 'Succeed'}}}] | /Branches/0/States/S: another state has this name
          'Branches': [{'StartAt': 'P', 'TimeoutSeconds': 5, 'States': {'P': {'Type': 'Succeed'}}}] | /Branches/0/TimeoutSeconds: is not a field of a branch
          'Branches': [{'StartAt': 'P', 'States': {'P': {'Type': 'Pass', 'End': true, 'QueryLanguage': 'JSONata'}}}] | /Branches/0/States/P/QueryLanguage: only JSONPath
          'Branches': [BRANCH], 'ItemsPath': '$'                    | /ItemsPath: is not a field of a Parallel state
          'Branches': [BRANCH], 'MaxConcurrency': 1                 | /MaxConcurrency: is not a field of a Parallel state
          'Branches': [BRANCH], 'Assign': {}                        | /Assign: is not a field of a Parallel state that is supported here: it sets variables
          'Branches': [BRANCH], 'TimeoutSeconds': 1                 | /TimeoutSeconds: is not a field of a Parallel state
          'Branches': [BRANCH], 'Catch': [{'ErrorEquals': ['E'], 'Next': 'P'}] | : it goes to 'P', which does not exist
          """)
  void a_parallel_is_refused(String fields, String problem) {
    String branch = "{'StartAt': 'P', 'States': {'P': {'Type': 'Pass', 'End': true}}}";
    assertRefused(
        "{'StartAt': 'S', 'States': {'S': {'Type': 'Parallel', 'Next': 'Z', %s}, 'Z': {'Type': 'Succeed'}}}"
            .formatted(fields.replace("BRANCH", branch)),
        "/States/S" + problem);
  }

  /** The place is a JSON pointer, in which these characters are escaped. */
  @Test
  void a_name_with_a_slash_or_a_tilde_is_escaped_in_the_place() {
    assertRefused(
        "{'StartAt': 'a/b~c', 'States': {'a/b~c': {'Type': 'Nope'}}}",
        "/States/a~1b~0c/Type: 'Nope' is not supported");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          'Variable': '$.v'                                        | : needs exactly one operator
          'Variable': '$.v', 'IsNull': true, 'IsString': true      | : needs exactly one operator
          'StringEquals': 'a'                                      | /Variable: is missing
          'Variable': 'v', 'StringEquals': 'a'                     | /Variable: 'v' is not a JSONPath
          'Variable': '$.v', 'Equals': 'a'                         | /Equals: is not an operator
          'Variable': '$.v', 'BooleanLessThan': true               | /BooleanLessThan: is not an operator
          'Variable': '$.v', 'StringMatchesPath': '$.p'            | /StringMatchesPath: is not an operator
          'Variable': '$.v', 'StringEquals': 5                     | "/StringEquals: cannot compare with 5"
          'Variable': '$.v', 'NumericEquals': '5'                  | /NumericEquals:
          'Variable': '$.v', 'BooleanEquals': 'true'               | /BooleanEquals:
          'Variable': '$.v', 'TimestampEquals': '2026-01-01'       | /TimestampEquals:
          'Variable': '$.v', 'StringMatches': 'a\\\\b'             | /StringMatches:
          'Variable': '$.v', 'IsPresent': 'true'                   | /IsPresent: must be true or false
          'Variable': '$.v', 'StringEqualsPath': 'x'               | /StringEqualsPath: 'x' is not a JSONPath
          'Condition': 'x'                                         | /Condition: is JSONata, which is not supported here
          'And': [{'Condition': 'x'}]                              | /And/0/Condition: is JSONata
          'Not': {'Or': [{'Variable': '$.v', 'IsNull': true}, {'StringEquals': 'a'}]} | /Not/Or/1/Variable: is missing
          'And': []                                                | /And: must have at least one rule
          'Or': {}                                                 | /Or: must be an array
          'Not': []                                                | /Not: must be an object
          'And': [{'Variable': '$.v', 'IsNull': true, 'Next': 'Z'}] | /And/0/Next: is not a field of a Choice rule
          'And': [{'Variable': '$.v', 'IsNull': true}], 'Variable': '$.v' | /Variable: is not a field of a Choice rule
          """)
  void a_rule_of_a_choice_is_refused(String rule, String problem) {
    assertRefused(
        ("{'StartAt': 'S', 'States': {'S': {" + CHOICE + "}, 'Z': {'Type': 'Succeed'}}}")
            .formatted(rule),
        "/States/S/Choices/0" + problem);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          'Choices': []                                                     | /Choices: must be an array with at least one rule
          'Default': 'Z'                                                    | /Choices: must be an array with at least one rule
          'Choices': [{'Variable': '$.v', 'IsNull': true}], 'Default': 'Z'  | /Choices/0/Next: is missing
          'Choices': [{'Variable': '$.v', 'IsNull': true, 'Next': 'Z'}], 'Default': 'N' | : it goes to 'N', which does not exist
          'Choices': [{'Variable': '$.v', 'IsNull': true, 'Next': 'N'}], 'Default': 'Z' | : it goes to 'N', which does not exist
          'Choices': [{'Variable': '$.v', 'IsNull': true, 'Next': 'Z'}], 'End': true | /End: is not a field of a Choice state
          'Choices': [{'Variable': '$.v', 'IsNull': true, 'Next': 'Z'}], 'Retry': [] | /Retry: is not a field of a Choice state
          """)
  void a_choice_is_refused(String fields, String problem) {
    assertRefused(
        "{'StartAt': 'S', 'States': {'S': {'Type': 'Choice', %s}, 'Z': {'Type': 'Succeed'}}}"
            .formatted(fields),
        "/States/S" + problem);
  }

  @Test
  void a_name_has_at_most_eighty_characters() {
    String fits = "n".repeat(80);
    String tooLong = "n".repeat(81);

    StateMachineDefinition.parse(
        json("{'StartAt': '%s', 'States': {'%<s': {'Type': 'Succeed'}}}".formatted(fits)));
    assertRefused(
        "{'StartAt': '%s', 'States': {'%<s': {'Type': 'Succeed'}}}".formatted(tooLong),
        "/States/" + tooLong + ": a name has 1 to 80 characters");
  }

  @Test
  void a_definition_has_at_most_a_mebibyte() {
    assertRefused(
        " ".repeat(StateMachineDefinition.MAX_CHARACTERS + 1), "/: has more than 1048576");
  }

  @Test
  void the_exception_has_the_place_as_a_field() {
    assertThatThrownBy(() -> StateMachineDefinition.parse(json("{'StartAt': 'A', 'States': 5}")))
        .isInstanceOfSatisfying(
            InvalidDefinitionException.class, e -> assertThat(e.path()).isEqualTo("/States"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'Retry': [], 'Catch': []",
        "'Retry': [{'ErrorEquals': ['State.ALL', 'E']}]",
        "'Retry': [{'ErrorEquals': ['E'], 'BackoffRate': 1, 'Comment': 'c'}]",
        "'Comment': 'c', 'TimeoutSeconds': 99999999",
        "'QueryLanguage': 'JSONPath'",
      })
  void unusual_fields_that_aws_accepts_are_accepted(String fields) {
    StateMachineDefinition.parse(
        json("{'StartAt': 'S', 'States': {'S': {" + LAMBDA + ", " + fields + "}}}"));
  }

  @Test
  void a_state_may_be_called_comment() {
    StateMachineDefinition.parse(
        json("{'StartAt': 'Comment', 'States': {'Comment': {'Type': 'Succeed'}}}"));
  }

  private static void assertRefused(String definition, String problem) {
    assertThatThrownBy(() -> StateMachineDefinition.parse(json(definition)))
        .isInstanceOf(InvalidDefinitionException.class)
        .hasMessageStartingWith(problem);
  }

  private static String json(String text) {
    return text.replace('\'', '"');
  }
}
