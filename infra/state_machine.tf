# The state machine, from the same file that the tests run. The console draws an Express execution from its log.

locals {
  state_machine_name = "${var.name_prefix}-alert-pipeline"

  # Built from the name, to avoid a cycle: the starter needs the ARN, and the state machine needs the functions.
  state_machine_arn = "arn:${local.partition}:states:${var.aws_region}:${local.account_id}:stateMachine:${local.state_machine_name}"
}

resource "aws_sfn_state_machine" "alert_pipeline" {
  name     = local.state_machine_name
  type     = "EXPRESS"
  role_arn = aws_iam_role.state_machine.arn

  definition = templatefile("${path.module}/../statemachine/alert-pipeline.asl.json", {
    normalize_function_arn = aws_lambda_alias.live["normalize"].arn
    decide_function_arn    = aws_lambda_alias.live["decide"].arn
    github_function_arn    = aws_lambda_alias.live["github"].arn
    record_function_arn    = aws_lambda_alias.live["record"].arn
    dead_letter_queue_url  = aws_sqs_queue.dead_letters.url
    alert_queue_url        = aws_sqs_queue.alerts.url
    partition              = local.partition
  })

  logging_configuration {
    level                  = { all = "ALL", errors = "ERROR" }[var.execution_log]
    include_execution_data = true
    log_destination        = "${aws_cloudwatch_log_group.state_machine.arn}:*"
  }

  tracing_configuration {
    enabled = true
  }

  depends_on = [aws_iam_role_policy.state_machine]
}

resource "aws_cloudwatch_log_group" "state_machine" {
  # The prefix /aws/vendedlogs/ keeps the log delivery's resource policy below its limit of 5,120 characters.
  name              = "/aws/vendedlogs/states/${local.state_machine_name}"
  retention_in_days = var.log_retention_days
}

# The default rule traces nearly every alert of a quiet system, which costs more than the functions. A sample is enough;
# the execution log has everything.
resource "aws_xray_sampling_rule" "alerts" {
  rule_name      = "${var.name_prefix}-alerts"
  priority       = 1000
  version        = 1
  reservoir_size = 0
  fixed_rate     = 0.05
  service_name   = "${var.name_prefix}-*"
  service_type   = "*"
  host           = "*"
  http_method    = "*"
  url_path       = "*"
  resource_arn   = "*"
}
