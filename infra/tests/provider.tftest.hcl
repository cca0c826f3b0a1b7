# Plans by the provider itself, without an account: what a mock takes and AWS would refuse.

provider "aws" {
  region                      = "us-east-1"
  access_key                  = "none"
  secret_key                  = "none"
  skip_credentials_validation = true
  skip_requesting_account_id  = true
  skip_metadata_api_check     = true
}

override_data {
  target = data.aws_caller_identity.current
  values = {
    account_id = "123456789012"
  }
}

variables {
  name_prefix = "alerting-test"
  github_repo = "octo/alerts"
  # For a provider of before 6.20, too.
  lambda_runtime   = "java21"
  max_message_size = 262144
}

run "with_defaults" {
  command = plan

  assert {
    condition     = length(aws_cloudwatch_metric_alarm.alarm) > 30
    error_message = "Every alarm must be one that the provider takes."
  }
}

run "with_all_options" {
  command = plan

  variables {
    deletion_protection         = true
    eventbridge_alarm_prefixes  = [""]
    execution_log               = "errors"
    kms_key_arn                 = "arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555"
    ops_topic_arn               = "arn:aws:sns:us-east-1:123456789012:on-call"
    ops_email                   = "on-call@example.org"
    permissions_boundary_arn    = "arn:aws:iam::123456789012:policy/boundary"
    policy_json                 = "tests/test.policy.json"
    secret_recovery_window_days = 0
    vpc_functions               = ["github", "decide"]
    vpc_security_group_ids      = ["sg-0123456789abcdef0"]
    vpc_subnet_ids              = ["subnet-0123456789abcdef0", "subnet-1123456789abcdef0"]
    webhook_grafana_token       = "not-a-real-token"
  }

  assert {
    condition     = length([for function in aws_lambda_function.function : function if length(function.vpc_config) == 1]) == 2
    error_message = "The functions that are named must be in the VPC."
  }

  assert {
    condition     = length(aws_cloudwatch_event_target.alarms) == 1
    error_message = "The rule must lead to the queue."
  }
}
