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
  name_prefix    = "alerting-test"
  github_repo    = "octo/alerts"
  lambda_runtime = "java21"
}

run "poison_and_outages_have_room" {
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

run "github_is_never_asked_more_often_than_the_budget_allows" {
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

run "instances_are_not_added_for_ever" {
  command = plan

  variables {
    github_requests_per_second = 100
  }

  assert {
    condition     = aws_lambda_function.function["github"].reserved_concurrent_executions == 10
    error_message = "GitHub asks for serial requests; ten instances are the most."
  }
}

run "everything_at_rest_is_encrypted" {
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

run "without_a_token_no_secret_value_is_made" {
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

run "operations_have_a_topic_of_their_own" {
  command = plan

  assert {
    condition     = aws_sns_topic.operations[0].name != aws_sns_topic.alerts.name
    error_message = "An alarm about the pipeline must not go through the pipeline."
  }
}

run "operations_may_bring_their_own_topic" {
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

run "every_alarm_is_heard_when_it_comes_and_when_it_goes" {
  command = plan

  variables {
    ops_topic_arn = "arn:aws:sns:us-east-1:123456789012:on-call"
  }

  assert {
    condition     = alltrue([for alarm in aws_cloudwatch_metric_alarm.alarm : length(alarm.alarm_actions) == 1 && length(alarm.ok_actions) == 1])
    error_message = "An alarm without an action is heard by nobody."
  }

  assert {
    condition     = alltrue([for alarm in aws_cloudwatch_metric_alarm.alarm : alarm.period * alarm.evaluation_periods <= 86400])
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

run "production_keeps_its_table" {
  command = plan

  variables {
    deletion_protection = true
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
