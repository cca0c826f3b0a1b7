# Alarms for what needs an operator. docs/OPERATIONS.md has a runbook under each alarm's name.

locals {
  ops_topic_arn = var.ops_topic_arn == null ? aws_sns_topic.operations[0].arn : var.ops_topic_arn

  # One namespace per environment: a busy one must not hide that another is silent.
  metrics_namespace = "AlertPipeline/${var.name_prefix}"

  # Metrics from the access log: requests that never reached the function.
  access_log_namespace = "${local.metrics_namespace}/access-log"

  # Each row is one alarm; with "each", one alarm per entry, named after it. The default statistic is Sum, and missing
  # data is not breaching by default. Failures come in waves, because messages wait before they are redelivered, so two
  # of three five-minute periods are enough. With an expression, m1 is the metric and the expression's value is
  # compared.
  alarms = {
    dead-letters = {
      description = "A message was quarantined or failed twenty times. Read its diagnosis."
      namespace   = "AWS/SQS"
      metric      = "ApproximateNumberOfMessagesVisible"
      dimensions  = { QueueName = aws_sqs_queue.dead_letters.name }
      statistic   = "Maximum"
      threshold   = 0
    }
    # The alarm above notifies once: while one message is in the queue, a second one would raise nothing. The first
    # message after a quiet time has no earlier value to compare with, so only the alarm above reports it.
    dead-letters-growing = {
      description = "The dead-letter queue has more messages than five minutes ago. Read the new message's diagnosis."
      namespace   = "AWS/SQS"
      metric      = "ApproximateNumberOfMessagesVisible"
      dimensions  = { QueueName = aws_sqs_queue.dead_letters.name }
      statistic   = "Maximum"
      expression  = "DIFF(m1)"
      threshold   = 0
    }
    # A check waits on purpose for up to 15 minutes after it was sent, and AWS does not say whether its age counts these.
    oldest-message = {
      description = "A message received at most twice is 30 minutes old: the queue is processed too slowly or not at all."
      namespace   = "AWS/SQS"
      metric      = "ApproximateAgeOfOldestMessage"
      dimensions  = { QueueName = aws_sqs_queue.alerts.name }
      statistic   = "Maximum"
      threshold   = 1800
    }
    # The longest back-off is 25 minutes and the attempt after it takes up to 4.5 minutes, so each failed attempt of a
    # stuck message is still in the window when the next one fails.
    failed-message-age = {
      description = "A message over 15 minutes old keeps failing: GitHub, DynamoDB or a permission."
      namespace   = local.metrics_namespace
      metric      = "FailedMessageAge"
      dimensions  = {}
      statistic   = "Maximum"
      threshold   = 900000
      periods     = 7
      datapoints  = 1
    }
    executions-failed = {
      description = "Executions have failed in two of the last six five-minute periods. Their messages are redelivered for about five hours."
      namespace   = "AWS/States"
      metric      = "ExecutionsFailed"
      dimensions  = { StateMachineArn = local.state_machine_arn }
      threshold   = 0
      periods     = 6
      datapoints  = 2
    }
    executions-timed-out = {
      description = "An execution hit its timeout, which its functions should have prevented."
      namespace   = "AWS/States"
      metric      = "ExecutionsTimedOut"
      dimensions  = { StateMachineArn = local.state_machine_arn }
      threshold   = 0
    }
    executions-throttled = {
      description = "Step Functions refuses to start executions: the account's limit is reached."
      namespace   = "AWS/States"
      metric      = "ExecutionThrottled"
      dimensions  = { StateMachineArn = local.state_machine_arn }
      threshold   = 0
    }
    executions-not-started = {
      description = "The starter cannot start executions, or gets no response: permission, network or throttling."
      namespace   = local.metrics_namespace
      metric      = "MessagesFailed"
      dimensions  = { reason = "unanswered" }
      threshold   = 0
      periods     = 3
      datapoints  = 2
    }
    github-rejected = {
      description = "GitHub refuses an action for good: permission, repository or content. The action is given up."
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
      description = "GitHub has been rate limiting for 15 minutes; alerts wait in the queue."
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
      description = "Alerts could not be normalised, or need an issue and lack team or priority. The diagnosis says what the sender has to add."
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
      description = "The starter fails for whole batches: it does not start, or it runs out of time or memory."
      namespace   = "AWS/Lambda"
      metric      = "Errors"
      dimensions  = { FunctionName = "${var.name_prefix}-starter" }
      threshold   = 0
    }
    # Not for github: it has few instances, so a burst is throttled, and throttled alerts wait and are retried.
    functions-throttled = {
      description = "Lambda refuses to start a function: the account's concurrency is used up."
      namespace   = "AWS/Lambda"
      metric      = "Throttles"
      each = {
        webhook   = { FunctionName = "${var.name_prefix}-webhook" }
        starter   = { FunctionName = "${var.name_prefix}-starter" }
        normalize = { FunctionName = "${var.name_prefix}-normalize" }
        decide    = { FunctionName = "${var.name_prefix}-decide" }
        record    = { FunctionName = "${var.name_prefix}-record" }
      }
      threshold  = 0
      periods    = 3
      datapoints = 2
    }
    table-errors = {
      description = "DynamoDB fails: no alert can be decided until it recovers."
      namespace   = "AWS/DynamoDB"
      metric      = "SystemErrors"
      each = {
        get    = { TableName = aws_dynamodb_table.alerts_state.name, Operation = "GetItem" }
        put    = { TableName = aws_dynamodb_table.alerts_state.name, Operation = "PutItem" }
        update = { TableName = aws_dynamodb_table.alerts_state.name, Operation = "UpdateItem" }
      }
      threshold  = 0
      periods    = 3
      datapoints = 2
    }
    topic-undelivered = {
      description = "SNS cannot put alerts on the queue; they are in the dead-letter queue."
      namespace   = "AWS/SNS"
      metric      = "NumberOfNotificationsFailed"
      dimensions  = { TopicName = aws_sns_topic.alerts.name }
      threshold   = 0
    }
    topic-lost = {
      description = "SNS can put alerts neither on the queue nor on the dead-letter queue: they are lost."
      namespace   = "AWS/SNS"
      metric      = "NumberOfNotificationsFailedToRedriveToDlq"
      dimensions  = { TopicName = aws_sns_topic.alerts.name }
      threshold   = 0
    }
    webhook-errors = {
      description = "The webhook cannot accept alerts: configuration, permission, secret or topic. Senders get 5xx and retry."
      namespace   = "AWS/ApiGateway"
      metric      = "5xx"
      dimensions  = { ApiId = aws_apigatewayv2_api.webhook.id }
      threshold   = 0
    }
    senders-unreadable = {
      description = "The webhook cannot read the senders' secret. It uses the last known one for an hour, then senders get 503."
      namespace   = local.metrics_namespace
      metric      = "SecretReadFailures"
      dimensions  = {}
      threshold   = 0
      periods     = 2
    }
    webhook-unauthorized = {
      description = "Many requests without the header of any known sender: somebody is guessing."
      namespace   = local.metrics_namespace
      metric      = "WebhookRequests"
      dimensions  = { source = "unknown", status = "401" }
      threshold   = 20
    }
    # A sender missed in a rotation sends once per group interval, so there are only a few requests in 15 minutes.
    sender-unauthorized = {
      description = "Requests with a known sender's header and a wrong token: a token rotation missed a sender, and its alerts do not arrive."
      namespace   = local.metrics_namespace
      metric      = "WebhookRequests"
      dimensions  = { source = "known_header", status = "401" }
      threshold   = 0
      periods     = 3
      datapoints  = 2
    }
    requests-refused = {
      description = "The webhook refused requests of a known sender (400, 413, 415): these alerts do not arrive."
      namespace   = local.metrics_namespace
      metric      = "RequestsRefused"
      dimensions  = {}
      threshold   = 0
    }
    requests-turned-away = {
      description = "API Gateway refused requests (413, 429 or malformed) before their sender was checked: alerts may be lost."
      namespace   = local.access_log_namespace
      metric      = "RequestsTurnedAway"
      dimensions  = {}
      threshold   = 0
    }
    quiet = {
      description    = "No alert for ${var.quiet_hours} h. Check that the senders can still reach the webhook and the topic."
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
  kms_master_key_id = local.kms_key_arn
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

locals {
  # The place of each alarm: its row in the table, and its entry within "each".
  alarm_places = merge([
    for name, row in local.alarms : {
      for part in keys(lookup(row, "each", { "" = {} })) : join("-", compact([name, part])) => { name = name, part = part }
    }
  ]...)

  every_alarm = {
    for key, place in local.alarm_places : key => merge(local.alarms[place.name], {
      dimensions = lookup(lookup(local.alarms[place.name], "each", {}), place.part, lookup(local.alarms[place.name], "dimensions", {}))
    })
  }
}

resource "aws_cloudwatch_metric_alarm" "alarm" {
  for_each = local.every_alarm

  alarm_name          = "${var.name_prefix}-${each.key}"
  alarm_description   = each.value.description
  namespace           = can(each.value.expression) ? null : each.value.namespace
  metric_name         = can(each.value.expression) ? null : each.value.metric
  dimensions          = can(each.value.expression) ? null : each.value.dimensions
  period              = can(each.value.expression) ? null : lookup(each.value, "period_seconds", 300)
  statistic           = can(each.value.expression) || can(each.value.percentile) ? null : lookup(each.value, "statistic", "Sum")
  extended_statistic  = lookup(each.value, "percentile", null)
  comparison_operator = lookup(each.value, "comparison", "GreaterThanThreshold")
  threshold           = each.value.threshold
  evaluation_periods  = lookup(each.value, "periods", 1)
  datapoints_to_alarm = lookup(each.value, "datapoints", lookup(each.value, "periods", 1))
  treat_missing_data  = lookup(each.value, "missing", "notBreaching")
  alarm_actions       = [local.ops_topic_arn]
  ok_actions          = [local.ops_topic_arn]

  dynamic "metric_query" {
    for_each = can(each.value.expression) ? ["m1"] : []

    content {
      id          = metric_query.value
      return_data = false

      metric {
        namespace   = each.value.namespace
        metric_name = each.value.metric
        dimensions  = each.value.dimensions
        stat        = lookup(each.value, "statistic", "Sum")
        period      = lookup(each.value, "period_seconds", 300)
      }
    }
  }

  dynamic "metric_query" {
    for_each = can(each.value.expression) ? ["compared"] : []

    content {
      id          = metric_query.value
      expression  = each.value.expression
      label       = each.key
      return_data = true
    }
  }

  lifecycle {
    precondition {
      condition     = local.ops_topic_arn != aws_sns_topic.alerts.arn
      error_message = "An alarm about the pipeline must not go through the pipeline: ops_topic_arn is the alert topic."
    }
  }
}

# Production must not run with alarms that reach nobody.
check "somebody_hears_of_alarms" {
  assert {
    condition     = !var.deletion_protection || var.ops_email != null || var.ops_topic_arn != null
    error_message = "Nobody hears of the alarms of ${var.name_prefix}: set ops_email or ops_topic_arn, or subscribe to the topic ${var.name_prefix}-operations by hand."
  }
}
