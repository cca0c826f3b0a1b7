# Plans without an account: what must hold whatever the variables are.

mock_provider "aws" {
  mock_data "aws_iam_policy_document" {
    defaults = {
      json = "{}"
    }
  }

  mock_data "aws_caller_identity" {
    defaults = {
      account_id = "123456789012"
    }
  }

  mock_data "aws_partition" {
    defaults = {
      partition = "aws"
    }
  }
}

variables {
  name_prefix = "alerting-test"
  github_repo = "octo/alerts"
  # For a provider of before 6.20, too.
  lambda_runtime   = "java21"
  max_message_size = 262144
}

run "queues_survive_poison_messages_and_outages" {
  command = plan

  assert {
    condition     = aws_sqs_queue.alerts.visibility_timeout_seconds >= 6 * aws_lambda_function.function["starter"].timeout
    error_message = "A message must stay invisible for six times the starter's time-out."
  }

  assert {
    condition     = aws_sqs_queue.dead_letters.message_retention_seconds == 1209600
    error_message = "The dead-letter queue must keep messages for 14 days."
  }
}

run "requests_to_github_stay_within_the_budget" {
  command = plan

  variables {
    github_requests_per_second = 7
  }

  assert {
    condition     = aws_lambda_function.function["github"].reserved_concurrent_executions == 3
    error_message = "Each instance needs a share of at least two requests per second."
  }

  assert {
    condition     = aws_lambda_function.function["github"].environment[0].variables["GITHUB_MAX_CONCURRENCY"] == "3"
    error_message = "The function must know how many instances share the budget."
  }
}

run "a_small_budget_is_served_by_one_instance" {
  command = plan

  variables {
    github_requests_per_second = 1.9
  }

  assert {
    condition     = aws_lambda_function.function["github"].reserved_concurrent_executions == 1
    error_message = "Two instances would have less than one request per second each."
  }
}

run "instances_have_an_upper_limit" {
  command = plan

  variables {
    github_requests_per_second = 100
  }

  assert {
    condition     = aws_lambda_function.function["github"].reserved_concurrent_executions == 10
    error_message = "GitHub asks for serial requests; ten instances are the most."
  }
}

run "in_flight_alerts_fit_the_budget_at_1_and_60" {
  command = plan

  variables {
    github_requests_per_second = 1
    github_writes_per_minute   = 60
  }

  assert {
    condition     = aws_lambda_event_source_mapping.alerts.scaling_config[0].maximum_concurrency == 2 && aws_lambda_event_source_mapping.alerts.batch_size == 1
    error_message = "Batches follow from the budget, as in the local stack."
  }
}

run "in_flight_alerts_fit_the_budget_at_2_and_60" {
  command = plan

  variables {
    github_requests_per_second = 2
    github_writes_per_minute   = 60
  }

  assert {
    condition     = aws_lambda_event_source_mapping.alerts.scaling_config[0].maximum_concurrency == 2 && aws_lambda_event_source_mapping.alerts.batch_size == 2
    error_message = "Batches follow from the budget, as in the local stack."
  }
}

run "in_flight_alerts_fit_the_budget_at_10_and_60" {
  command = plan

  variables {
    github_requests_per_second = 10
    github_writes_per_minute   = 60
  }

  assert {
    condition     = aws_lambda_event_source_mapping.alerts.scaling_config[0].maximum_concurrency == 2 && aws_lambda_event_source_mapping.alerts.batch_size == 2
    error_message = "Batches follow from the budget, as in the local stack."
  }
}

run "in_flight_alerts_fit_the_budget_at_10_and_100000" {
  command = plan

  variables {
    github_requests_per_second = 10
    github_writes_per_minute   = 100000
  }

  assert {
    condition     = aws_lambda_event_source_mapping.alerts.scaling_config[0].maximum_concurrency == 3 && aws_lambda_event_source_mapping.alerts.batch_size == 10
    error_message = "Batches follow from the budget, as in the local stack."
  }
}

run "in_flight_alerts_fit_the_budget_at_100_and_100000" {
  command = plan

  variables {
    github_requests_per_second = 100
    github_writes_per_minute   = 100000
  }

  assert {
    condition     = aws_lambda_event_source_mapping.alerts.scaling_config[0].maximum_concurrency == 30 && aws_lambda_event_source_mapping.alerts.batch_size == 10
    error_message = "Batches follow from the budget, as in the local stack."
  }
}

run "data_at_rest_is_encrypted" {
  command = plan

  assert {
    condition     = aws_sqs_queue.alerts.sqs_managed_sse_enabled && aws_sqs_queue.dead_letters.sqs_managed_sse_enabled
    error_message = "Both queues must be encrypted."
  }

  assert {
    condition     = aws_dynamodb_table.alerts_state.server_side_encryption[0].enabled && aws_dynamodb_table.alerts_state.point_in_time_recovery[0].enabled
    error_message = "The table must be encrypted and recoverable."
  }

  assert {
    condition     = aws_dynamodb_table.alerts_state.ttl[0].enabled && aws_dynamodb_table.alerts_state.ttl[0].attribute_name == "ttl_expires_at"
    error_message = "Rows must end by themselves, by the attribute that the code writes."
  }
}

run "executions_can_be_read_in_the_console" {
  command = plan

  assert {
    condition     = aws_sfn_state_machine.alert_pipeline.logging_configuration[0].level == "ALL" && aws_sfn_state_machine.alert_pipeline.logging_configuration[0].include_execution_data
    error_message = "The console draws Express executions from a log of level ALL with data."
  }

  assert {
    condition     = aws_sfn_state_machine.alert_pipeline.type == "EXPRESS"
    error_message = "The state machine is an Express one."
  }
}

run "without_a_token_no_secret_value_is_created" {
  command = plan

  assert {
    condition     = length(aws_secretsmanager_secret_version.webhook) == 0
    error_message = "Without a token the secret's value is left to be set by hand."
  }
}

run "a_token_becomes_a_secret_value" {
  command = plan

  variables {
    webhook_grafana_token = "not-a-real-token"
  }

  assert {
    condition     = length(aws_secretsmanager_secret_version.webhook) == 1
    error_message = "The token must reach the secret."
  }
}

run "operational_alarms_have_their_own_topic" {
  command = plan

  assert {
    condition     = aws_sns_topic.operations[0].name != aws_sns_topic.alerts.name
    error_message = "An alarm about the pipeline must not go through the pipeline."
  }
}

run "operational_alarms_may_use_an_existing_topic" {
  command = plan

  variables {
    ops_topic_arn = "arn:aws:sns:us-east-1:123456789012:on-call"
    ops_email     = "on-call@example.org"
  }

  assert {
    condition     = length(aws_sns_topic.operations) == 0
    error_message = "A topic that exists is used, not doubled."
  }

  assert {
    condition     = alltrue([for alarm in aws_cloudwatch_metric_alarm.alarm : alarm.alarm_actions == toset(["arn:aws:sns:us-east-1:123456789012:on-call"])])
    error_message = "Every alarm must go to the topic of the operations."
  }
}

run "every_alarm_notifies_when_it_fires_and_when_it_clears" {
  command = plan

  variables {
    ops_topic_arn = "arn:aws:sns:us-east-1:123456789012:on-call"
  }

  assert {
    condition     = alltrue([for alarm in aws_cloudwatch_metric_alarm.alarm : length(alarm.alarm_actions) == 1 && length(alarm.ok_actions) == 1])
    error_message = "An alarm without an action is heard by nobody."
  }

  assert {
    condition     = alltrue([for alarm in aws_cloudwatch_metric_alarm.alarm : coalesce(alarm.period, 300) * alarm.evaluation_periods <= 86400])
    error_message = "CloudWatch looks back a day at most."
  }
}

run "all_functions_start_from_snapshots" {
  command = plan

  assert {
    condition = alltrue([
      for function in aws_lambda_function.function :
      function.publish && function.snap_start[0].apply_on == "PublishedVersions" && function.architectures == tolist(["arm64"])
    ])
    error_message = "Only published versions have snapshots."
  }
}

run "production_protects_its_table" {
  command = plan

  variables {
    deletion_protection = true
    ops_email           = "on-call@example.org"
  }

  assert {
    condition     = aws_dynamodb_table.alerts_state.deletion_protection_enabled
    error_message = "What is open must not be deleted by mistake."
  }
}

run "a_bad_repository_is_refused" {
  command = plan

  variables {
    github_repo = "no-owner"
  }

  expect_failures = [var.github_repo]
}

run "a_second_dead_letter_raises_its_own_alarm" {
  command = plan

  assert {
    condition     = [for query in aws_cloudwatch_metric_alarm.alarm["dead-letters-growing"].metric_query : query.expression if query.return_data] == ["DIFF(m1)"]
    error_message = "The alarm must compare how much the queue has grown."
  }

  assert {
    condition     = [for query in aws_cloudwatch_metric_alarm.alarm["dead-letters-growing"].metric_query : query.metric[0].metric_name if !query.return_data] == ["ApproximateNumberOfMessagesVisible"]
    error_message = "The queue's size is what grows."
  }

  assert {
    condition     = aws_cloudwatch_metric_alarm.alarm["dead-letters-growing"].metric_name == null && aws_cloudwatch_metric_alarm.alarm["dead-letters"].metric_name == "ApproximateNumberOfMessagesVisible"
    error_message = "An alarm compares either a metric or an expression."
  }
}

run "a_row_with_several_series_is_several_alarms" {
  command = plan

  assert {
    condition     = aws_cloudwatch_metric_alarm.alarm["functions-throttled-decide"].dimensions == tomap({ FunctionName = "alerting-test-decide" })
    error_message = "Each function has an alarm of its own."
  }

  assert {
    condition     = !contains(keys(aws_cloudwatch_metric_alarm.alarm), "functions-throttled-github")
    error_message = "The throttles of github are ordinary."
  }

  assert {
    condition     = aws_cloudwatch_metric_alarm.alarm["latency"].extended_statistic == "p95" && aws_cloudwatch_metric_alarm.alarm["latency"].statistic == null
    error_message = "A percentile is no statistic."
  }
}

run "a_stuck_message_is_seen" {
  command = plan

  assert {
    condition = alltrue([
      aws_cloudwatch_metric_alarm.alarm["failed-message-age"].statistic == "Maximum",
      aws_cloudwatch_metric_alarm.alarm["failed-message-age"].threshold == 900000,
      aws_cloudwatch_metric_alarm.alarm["failed-message-age"].datapoints_to_alarm == 1,
    ])
    error_message = "One message of over 15 minutes that fails is enough."
  }
}

run "without_prefixes_there_is_no_rule" {
  command = plan

  assert {
    condition     = length(aws_cloudwatch_event_rule.alarms) == 0 && length(aws_cloudwatch_event_target.alarms) == 0
    error_message = "EventBridge is a door that somebody has to open."
  }
}

run "alarms_of_other_regions_arrive_through_a_rule" {
  command = plan

  variables {
    eventbridge_alarm_prefixes = ["harbor-", "ferry-"]
  }

  assert {
    condition     = jsondecode(aws_cloudwatch_event_rule.alarms[0].event_pattern).detail.alarmName == [{ prefix = "harbor-" }, { prefix = "ferry-" }]
    error_message = "Only the alarms that are named come in."
  }

  assert {
    condition     = jsondecode(aws_cloudwatch_event_rule.alarms[0].event_pattern).resources == [{ "anything-but" = { prefix = "arn:aws:cloudwatch:us-east-1:123456789012:alarm:alerting-test-" } }]
    error_message = "An alarm about the pipeline must not go through the pipeline."
  }

  assert {
    condition     = length(aws_cloudwatch_event_target.alarms[0].dead_letter_config) == 1
    error_message = "What EventBridge cannot deliver must be kept."
  }
}

run "successful_executions_need_not_be_logged" {
  command = plan

  variables {
    execution_log = "errors"
  }

  assert {
    condition     = aws_sfn_state_machine.alert_pipeline.logging_configuration[0].level == "ERROR" && aws_sfn_state_machine.alert_pipeline.logging_configuration[0].include_execution_data
    error_message = "What fails must be logged with its data."
  }
}

run "another_log_level_is_refused" {
  command = plan

  variables {
    execution_log = "none"
  }

  expect_failures = [var.execution_log]
}

run "every_function_names_its_commit" {
  command = plan

  variables {
    commit = "0123456789ab"
  }

  assert {
    condition     = alltrue([for function in aws_lambda_function.function : function.environment[0].variables["COMMIT"] == "0123456789ab"])
    error_message = "Each line of a function's log must say which commit wrote it."
  }
}

run "each_function_has_the_memory_it_needs" {
  command = plan

  assert {
    condition = { for name, function in aws_lambda_function.function : name => function.memory_size } == {
      webhook   = 1024
      starter   = 256
      normalize = 1024
      decide    = 1024
      record    = 1024
      github    = 256
    }
    error_message = "The starter and github wait; the others compute."
  }
}

run "production_needs_a_recipient_for_its_alarms" {
  command = plan

  variables {
    deletion_protection = true
  }

  expect_failures = [check.somebody_hears_of_alarms]
}

run "an_email_address_is_a_recipient" {
  command = plan

  variables {
    deletion_protection = true
    ops_email           = "on-call@example.org"
  }

  assert {
    condition     = length(aws_sns_topic_subscription.operations) == 1
    error_message = "The address must be subscribed."
  }
}

run "a_secret_without_a_recovery_window_can_be_recreated_at_once" {
  command = plan

  variables {
    secret_recovery_window_days = 0
  }

  assert {
    condition     = aws_secretsmanager_secret.webhook.recovery_window_in_days == 0 && aws_secretsmanager_secret.github_app.recovery_window_in_days == 0
    error_message = "Both secrets must go at once, or their names are blocked."
  }
}

run "a_recovery_window_that_aws_refuses_is_refused" {
  command = plan

  variables {
    secret_recovery_window_days = 3
  }

  expect_failures = [var.secret_recovery_window_days]
}

run "a_restored_table_can_be_used" {
  command = plan

  variables {
    table_name = "alerting-test-alerts-state-restored"
  }

  assert {
    condition     = aws_dynamodb_table.alerts_state.name == "alerting-test-alerts-state-restored"
    error_message = "A restored table has another name."
  }
}

run "no_function_is_in_a_vpc" {
  command = plan

  assert {
    condition     = alltrue([for function in aws_lambda_function.function : length(function.vpc_config) == 0])
    error_message = "Without subnets there is no VPC."
  }
}

run "github_may_be_in_a_vpc" {
  command = plan

  variables {
    vpc_subnet_ids         = ["subnet-1", "subnet-2"]
    vpc_security_group_ids = ["sg-1"]
  }

  assert {
    condition     = [for name, function in aws_lambda_function.function : name if length(function.vpc_config) == 1] == ["github"]
    error_message = "Only github calls what may be reachable from the VPC alone."
  }
}

run "subnets_need_a_security_group" {
  command = plan

  variables {
    vpc_subnet_ids = ["subnet-1"]
  }

  expect_failures = [var.vpc_security_group_ids]
}

run "an_existing_key_is_used" {
  command = plan

  variables {
    kms_key_arn = "arn:aws:kms:us-east-1:123456789012:key/0a1b2c3d"
  }

  assert {
    condition     = length(aws_kms_key.alerts) == 0 && aws_sns_topic.alerts.kms_master_key_id == "arn:aws:kms:us-east-1:123456789012:key/0a1b2c3d"
    error_message = "A key that exists is used, and none is made."
  }
}

run "every_role_has_a_permissions_boundary" {
  command = plan

  variables {
    permissions_boundary_arn = "arn:aws:iam::123456789012:policy/boundary"
  }

  assert {
    condition     = alltrue([for role in concat(values(aws_iam_role.function), [aws_iam_role.state_machine]) : role.permissions_boundary == "arn:aws:iam::123456789012:policy/boundary"])
    error_message = "Every role must have the boundary."
  }
}

run "a_queue_limit_below_what_sns_delivers_is_refused" {
  command = plan

  variables {
    max_message_size = 131072
  }

  expect_failures = [var.max_message_size]
}

run "the_console_belongs_to_the_partition" {
  command = plan

  override_data {
    target = data.aws_partition.current
    values = {
      partition = "aws-us-gov"
    }
  }

  variables {
    aws_region = "us-gov-west-1"
  }

  assert {
    condition     = startswith(output.dashboard_url, "https://us-gov-west-1.console.amazonaws-us-gov.com/cloudwatch/home?region=us-gov-west-1")
    error_message = "Another partition has another console."
  }

  assert {
    condition     = aws_lambda_function.function["github"].environment[0].variables["EXECUTION_PAGE"] == "https://us-gov-west-1.console.amazonaws-us-gov.com/states/home?region=us-gov-west-1#/express-executions/details/{execution}?startDate={started}"
    error_message = "An issue links its execution in the console of the region. An Express execution is found by its ARN and its start in ms."
  }
}

run "without_a_policy_there_is_no_layer" {
  command = plan

  assert {
    condition     = length(aws_lambda_layer_version.policy) == 0 && output.policy == null && aws_lambda_function.function["normalize"].environment[0].variables.POLICY_FILE == ""
    error_message = "No policy file, no policy."
  }
}

run "a_policy_is_a_layer_of_normalize_and_the_plan_shows_it" {
  command = plan

  variables {
    policy_json = "tests/test.policy.json"
    commit      = "0123456789ab"
  }

  assert {
    condition     = length(aws_lambda_layer_version.policy) == 1 && aws_lambda_function.function["normalize"].environment[0].variables.POLICY_FILE == "/opt/policy.json"
    error_message = "The policy is where the function reads it."
  }

  assert {
    condition     = output.policy.defaults.repository == "acme/alerts"
    error_message = "The plan shows the policy."
  }

  assert {
    condition     = aws_lambda_layer_version.policy[0].description == "The alert policy of alerting-test, SHA-256 ${filesha256("tests/test.policy.json")}"
    error_message = "Another commit with the same policy must not change the layer."
  }
}
