# What needs a person. What to do about each is in docs/OPERATIONS.md, under the alarm's name.

locals {
  ops_topic_arn = var.ops_topic_arn == null ? aws_sns_topic.operations[0].arn : var.ops_topic_arn

  # One for each environment: a busy one must not hide that another is silent.
  metrics_namespace = "AlertPipeline/${var.name_prefix}"

  # Each row is one alarm. A missing statistic means Sum, missing data is well unless it says otherwise. Where a failure
  # comes in waves, because messages wait before they come again, two of three five-minute periods are enough.
  alarms = {
    dead-letters = {
      description = "A message was quarantined or failed twenty times. Read its diagnosis."
      namespace   = "AWS/SQS"
      metric      = "ApproximateNumberOfMessagesVisible"
      dimensions  = { QueueName = aws_sqs_queue.dead_letters.name }
      statistic   = "Maximum"
      threshold   = 0
    }
    oldest-message = {
      description = "A message has waited for 15 minutes: GitHub is down, or executions fail."
      namespace   = "AWS/SQS"
      metric      = "ApproximateAgeOfOldestMessage"
      dimensions  = { QueueName = aws_sqs_queue.alerts.name }
      statistic   = "Maximum"
      threshold   = 900
    }
    executions-failed = {
      description = "Executions have failed for 15 minutes; each will be tried again for about five hours."
      namespace   = "AWS/States"
      metric      = "ExecutionsFailed"
      dimensions  = { StateMachineArn = local.state_machine_arn }
      threshold   = 0
      periods     = 3
      datapoints  = 2
    }
    executions-timed-out = {
      description = "An execution was cut off at its time-out, which its functions should have prevented."
      namespace   = "AWS/States"
      metric      = "ExecutionsTimedOut"
      dimensions  = { StateMachineArn = local.state_machine_arn }
      threshold   = 0
    }
    executions-throttled = {
      description = "Step Functions refuses executions: the account's limit is reached."
      namespace   = "AWS/States"
      metric      = "ExecutionThrottled"
      dimensions  = { StateMachineArn = local.state_machine_arn }
      threshold   = 0
    }
    executions-not-started = {
      description = "The starter cannot start executions, or gets no answer: permission, network or throttling."
      namespace   = local.metrics_namespace
      metric      = "MessagesFailed"
      dimensions  = { reason = "unanswered" }
      threshold   = 0
      periods     = 3
      datapoints  = 2
    }
    github-rejected = {
      description = "GitHub refuses an action for good: permission, repository or content. It is given up."
      namespace   = local.metrics_namespace
      metric      = "GitHubFailures"
      dimensions  = { kind = "rejected" }
      threshold   = 0
    }
    github-no-access = {
      description = "The App has no access to GitHub: its secret, its key or its installation. No alert gets through."
      namespace   = local.metrics_namespace
      metric      = "GitHubFailures"
      dimensions  = { kind = "no_access" }
      threshold   = 0
    }
    github-rate-limited = {
      description = "GitHub's rate limit has held for 15 minutes; alerts wait in the queue."
      namespace   = local.metrics_namespace
      metric      = "GitHubFailures"
      dimensions  = { kind = "rate_limited" }
      threshold   = 0
      periods     = 3
      datapoints  = 2
    }
    actions-given-up = {
      description = "An action on GitHub was given up: refused for good, or failed 20 times. Its event is in the dead-letter queue."
      namespace   = local.metrics_namespace
      metric      = "ActionsGivenUp"
      dimensions  = {}
      threshold   = 0
    }
    alerts-rejected = {
      description = "Alerts could not be normalised, or need an issue and lack what it needs. Their sender has to add what the diagnosis names."
      namespace   = local.metrics_namespace
      metric      = "AlertsRejected"
      dimensions  = {}
      threshold   = 0
    }
    latency = {
      description = "One alert in twenty has taken more than a minute from the queue to GitHub, for 15 minutes."
      namespace   = local.metrics_namespace
      metric      = "AlertLatency"
      dimensions  = {}
      percentile  = "p95"
      threshold   = 60000
      periods     = 3
    }
    starter-errors = {
      description = "The starter fails as a whole: it cannot start up, or it is out of time or memory."
      namespace   = "AWS/Lambda"
      metric      = "Errors"
      dimensions  = { FunctionName = "${var.name_prefix}-starter" }
      threshold   = 0
    }
    webhook-errors = {
      description = "The webhook cannot take alerts: configuration, permission, secret or topic. Senders get 5xx and repeat."
      namespace   = "AWS/ApiGateway"
      metric      = "5xx"
      dimensions  = { ApiId = aws_apigatewayv2_api.webhook.id }
      threshold   = 0
    }
    senders-unreadable = {
      description = "The webhook cannot read the senders' secret. The last known one serves for an hour, then senders get 503."
      namespace   = local.metrics_namespace
      metric      = "SecretReadFailures"
      dimensions  = {}
      threshold   = 0
      periods     = 2
    }
    webhook-unauthorized = {
      description = "Many requests with a wrong token: a sender was forgotten in a rotation, or somebody guesses."
      namespace   = local.metrics_namespace
      metric      = "WebhookRequests"
      dimensions  = { source = "unknown", status = "401" }
      threshold   = 20
    }
    quiet = {
      description    = "Not one alert for ${var.quiet_hours} h: is the way here still open?"
      namespace      = local.metrics_namespace
      metric         = "AlertsNormalized"
      dimensions     = {}
      threshold      = 1
      comparison     = "LessThanThreshold"
      period_seconds = 3600
      periods        = var.quiet_hours
      missing        = "breaching"
    }
  }
}

resource "aws_sns_topic" "operations" {
  count = var.ops_topic_arn == null ? 1 : 0

  name              = "${var.name_prefix}-operations"
  kms_master_key_id = aws_kms_key.alerts.arn
}

resource "aws_sns_topic_policy" "operations" {
  count = var.ops_topic_arn == null ? 1 : 0

  arn    = aws_sns_topic.operations[0].arn
  policy = data.aws_iam_policy_document.topic["operations"].json
}

resource "aws_sns_topic_subscription" "operations" {
  count = var.ops_email == null ? 0 : 1

  topic_arn = local.ops_topic_arn
  protocol  = "email"
  endpoint  = var.ops_email
}

resource "aws_cloudwatch_metric_alarm" "alarm" {
  for_each = local.alarms

  alarm_name          = "${var.name_prefix}-${each.key}"
  alarm_description   = each.value.description
  namespace           = each.value.namespace
  metric_name         = each.value.metric
  dimensions          = each.value.dimensions
  statistic           = lookup(each.value, "percentile", null) == null ? lookup(each.value, "statistic", "Sum") : null
  extended_statistic  = lookup(each.value, "percentile", null)
  comparison_operator = lookup(each.value, "comparison", "GreaterThanThreshold")
  threshold           = each.value.threshold
  period              = lookup(each.value, "period_seconds", 300)
  evaluation_periods  = lookup(each.value, "periods", 1)
  datapoints_to_alarm = lookup(each.value, "datapoints", lookup(each.value, "periods", 1))
  treat_missing_data  = lookup(each.value, "missing", "notBreaching")
  alarm_actions       = [local.ops_topic_arn]
  ok_actions          = [local.ops_topic_arn]

  lifecycle {
    precondition {
      condition     = local.ops_topic_arn != aws_sns_topic.alerts.arn
      error_message = "An alarm about the pipeline must not go through the pipeline: ops_topic_arn is the topic of the alerts."
    }
  }
}
