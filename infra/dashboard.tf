# Every metric on one page, and saved queries for the logs.

locals {
  widgets = [
    {
      title = "Alerts by source"
      metrics = [
        [{ expression = "SEARCH('{\"${local.metrics_namespace}\",priority,source} MetricName=\"AlertsNormalized\"', 'Sum', 300)", label = "" }],
      ]
    },
    {
      title = "Alerts by the policy's route"
      metrics = [
        [{ expression = "SEARCH('{\"${local.metrics_namespace}\",route} MetricName=\"AlertsRouted\"', 'Sum', 300)", label = "" }],
      ]
    },
    {
      title = "Decisions by action, and postponed decisions"
      metrics = [
        [{ expression = "SEARCH('{\"${local.metrics_namespace}\",action,source} MetricName=\"AlertsDecided\"', 'Sum', 300)", label = "" }],
        [{ expression = "SEARCH('{\"${local.metrics_namespace}\",error} MetricName=\"AlertsNotDecided\"', 'Sum', 300)", label = "" }],
        [local.metrics_namespace, "AlertsHelped", { stat = "Sum", label = "finished for another" }],
      ]
    },
    {
      title = "Why: decisions by action and reason"
      metrics = [
        [{ expression = "SEARCH('{\"${local.metrics_namespace}\",action,reason} MetricName=\"DecisionReasons\"', 'Sum', 300)", label = "" }],
      ]
    },
    {
      title = "Outcomes recorded, records lost and actions given up"
      metrics = [
        [{ expression = "SEARCH('{\"${local.metrics_namespace}\",action,outcome,result} MetricName=\"OutcomesRecorded\"', 'Sum', 300)", label = "" }],
        [{ expression = "SEARCH('{\"${local.metrics_namespace}\",error} MetricName=\"OutcomesNotRecorded\"', 'Sum', 300)", label = "" }],
        [{ expression = "SEARCH('{\"${local.metrics_namespace}\",action} MetricName=\"ActionsGivenUp\"', 'Sum', 300)", label = "given up" }],
      ]
    },
    {
      title = "Checks, by reason"
      metrics = [
        [{ expression = "SEARCH('{\"${local.metrics_namespace}\",reason} MetricName=\"Checks\"', 'Sum', 300)", label = "" }],
        ["AWS/SQS", "ApproximateNumberOfMessagesDelayed", "QueueName", aws_sqs_queue.alerts.name, { stat = "Maximum", label = "to come", yAxis = "right" }],
      ]
    },
    {
      title = "Rejected, ignored and quarantined"
      metrics = [
        [local.metrics_namespace, "AlertsRejected", { stat = "Sum", label = "alerts" }],
        [local.metrics_namespace, "AlertsIgnored", { stat = "Sum", label = "neither firing nor resolved" }],
        [local.metrics_namespace, "MessagesQuarantined", { stat = "Sum", label = "messages too big" }],
        ["AWS/SQS", "ApproximateNumberOfMessagesVisible", "QueueName", aws_sqs_queue.dead_letters.name, { stat = "Maximum", label = "dead letters" }],
      ]
    },
    {
      title = "GitHub: actions and failures"
      metrics = [
        [{ expression = "SEARCH('{\"${local.metrics_namespace}\",action,result} MetricName=\"GitHubActions\"', 'Sum', 300)", label = "" }],
        [{ expression = "SEARCH('{\"${local.metrics_namespace}\",kind} MetricName=\"GitHubFailures\"', 'Sum', 300)", label = "" }],
      ]
    },
    {
      title = "GitHub: requests and remaining budget"
      metrics = [
        [{ expression = "SEARCH('{\"${local.metrics_namespace}\",status} MetricName=\"GitHubRequests\"', 'Sum', 300)", label = "" }],
        [local.metrics_namespace, "GitHubRateLimitRemaining", { stat = "Minimum", yAxis = "right" }],
      ]
    },
    {
      title = "From occurrence to GitHub, and from the queue (ms)"
      metrics = [
        [local.metrics_namespace, "AlertLatencyFromOccurrence", { stat = "p50", label = "p50" }],
        [local.metrics_namespace, "AlertLatencyFromOccurrence", { stat = "p95", label = "p95" }],
        [local.metrics_namespace, "AlertLatencyFromOccurrence", { stat = "p99", label = "p99" }],
        [local.metrics_namespace, "AlertLatency", { stat = "p95", label = "p95 from the queue" }],
        [local.metrics_namespace, "MessageLatency", { stat = "p95", label = "p95 of whole messages" }],
      ]
    },
    {
      title = "Queue: depth and age"
      metrics = [
        ["AWS/SQS", "ApproximateNumberOfMessagesVisible", "QueueName", aws_sqs_queue.alerts.name, { stat = "Maximum", label = "waiting" }],
        ["AWS/SQS", "ApproximateNumberOfMessagesNotVisible", "QueueName", aws_sqs_queue.alerts.name, { stat = "Maximum", label = "in work or backing off" }],
        ["AWS/SQS", "ApproximateAgeOfOldestMessage", "QueueName", aws_sqs_queue.alerts.name, { stat = "Maximum", label = "age, but for failed ones (s)", yAxis = "right" }],
        [local.metrics_namespace, "FailedMessageAge", { stat = "Maximum", label = "age of failed ones (ms)", yAxis = "right" }],
      ]
    },
    {
      title = "Executions by status"
      metrics = [
        ["AWS/States", "ExecutionsStarted", "StateMachineArn", local.state_machine_arn, { stat = "Sum" }],
        ["AWS/States", "ExecutionsSucceeded", "StateMachineArn", local.state_machine_arn, { stat = "Sum" }],
        ["AWS/States", "ExecutionsFailed", "StateMachineArn", local.state_machine_arn, { stat = "Sum" }],
        ["AWS/States", "ExecutionsTimedOut", "StateMachineArn", local.state_machine_arn, { stat = "Sum" }],
        ["AWS/States", "ExecutionThrottled", "StateMachineArn", local.state_machine_arn, { stat = "Sum" }],
      ]
    },
    {
      title = "Messages started, and redelivered, by reason"
      metrics = [
        [local.metrics_namespace, "MessagesStarted", { stat = "Sum", label = "started" }],
        [local.metrics_namespace, "MessagesPostponed", { stat = "Sum", label = "postponed" }],
        [{ expression = "SEARCH('{\"${local.metrics_namespace}\",reason} MetricName=\"MessagesFailed\"', 'Sum', 300)", label = "" }],
      ]
    },
    {
      title = "Function duration, p95 (ms)"
      metrics = [
        ["AWS/Lambda", "Duration", "FunctionName", "${var.name_prefix}-webhook", { stat = "p95", label = "webhook" }],
        ["AWS/Lambda", "Duration", "FunctionName", "${var.name_prefix}-starter", { stat = "p95", label = "starter" }],
        ["AWS/Lambda", "Duration", "FunctionName", "${var.name_prefix}-normalize", { stat = "p95", label = "normalize" }],
        ["AWS/Lambda", "Duration", "FunctionName", "${var.name_prefix}-decide", { stat = "p95", label = "decide" }],
        ["AWS/Lambda", "Duration", "FunctionName", "${var.name_prefix}-github", { stat = "p95", label = "github" }],
        ["AWS/Lambda", "Duration", "FunctionName", "${var.name_prefix}-record", { stat = "p95", label = "record" }],
      ]
    },
    {
      title = "Function errors and throttles"
      metrics = [
        ["AWS/Lambda", "Errors", "FunctionName", "${var.name_prefix}-webhook", { stat = "Sum", label = "webhook errors" }],
        ["AWS/Lambda", "Errors", "FunctionName", "${var.name_prefix}-starter", { stat = "Sum", label = "starter errors" }],
        ["AWS/Lambda", "Errors", "FunctionName", "${var.name_prefix}-normalize", { stat = "Sum", label = "normalize errors" }],
        ["AWS/Lambda", "Errors", "FunctionName", "${var.name_prefix}-decide", { stat = "Sum", label = "decide errors" }],
        ["AWS/Lambda", "Errors", "FunctionName", "${var.name_prefix}-github", { stat = "Sum", label = "github errors" }],
        ["AWS/Lambda", "Errors", "FunctionName", "${var.name_prefix}-record", { stat = "Sum", label = "record errors" }],
        ["AWS/Lambda", "Throttles", "FunctionName", "${var.name_prefix}-github", { stat = "Sum", label = "github throttles" }],
      ]
    },
    {
      title = "Webhook by status"
      metrics = [
        [{ expression = "SEARCH('{\"${local.metrics_namespace}\",source,status} MetricName=\"WebhookRequests\"', 'Sum', 300)", label = "" }],
        [local.metrics_namespace, "RequestsRefused", { stat = "Sum", label = "refused of known senders" }],
        [local.access_log_namespace, "RequestsTurnedAway", { stat = "Sum", label = "turned away by API Gateway" }],
        [local.metrics_namespace, "SecretReadFailures", { stat = "Sum", label = "senders' secret not read" }],
      ]
    },
  ]

  # Logs Insights queries: each names its log groups by function; "state_machine" means the executions.
  queries = {
    "story-of-an-alert" = {
      groups = concat(keys(local.functions), ["state_machine"])
      query  = <<-EOT
        # Put a fingerprint, a message id, a delivery id or an event id between the slashes.
        fields @timestamp, function, message, action, reason, result, outcome, issue, event_id, @message
        | filter @message like /FINGERPRINT-OR-MESSAGE-ID/
        | sort @timestamp asc
        | limit 1000
      EOT
    }
    "quarantined-messages" = {
      groups = ["normalize", "starter", "decide"]
      query  = <<-EOT
        fields @timestamp, function, coalesce(message_id, event_id) as id, action, coalesce(diagnosis, remedy, reason) as what_to_fix
        | filter ispresent(message) and (ispresent(diagnosis) or error = "MessageTooBig" or action = "REJECT" or action = "GIVE_UP")
        | sort @timestamp desc
        | limit 200
      EOT
    }
    "slowest-executions" = {
      groups = ["starter"]
      query  = <<-EOT
        fields @timestamp, message, duration_ms, message_id, execution, arn
        | filter ispresent(execution)
        | sort duration_ms desc
        | limit 50
      EOT
    }
  }
}

resource "aws_cloudwatch_dashboard" "alerting" {
  dashboard_name = var.name_prefix

  dashboard_body = jsonencode({
    widgets = [
      for index, widget in local.widgets : {
        type   = "metric"
        x      = (index % 2) * 12
        y      = floor(index / 2) * 6
        width  = 12
        height = 6
        properties = {
          title   = widget.title
          region  = var.aws_region
          period  = 300
          view    = "timeSeries"
          metrics = widget.metrics
        }
      }
    ]
  })
}

resource "aws_cloudwatch_query_definition" "query" {
  for_each = local.queries

  name         = "${var.name_prefix}/${each.key}"
  query_string = each.value.query
  log_group_names = [
    for group in each.value.groups :
    group == "state_machine" ? aws_cloudwatch_log_group.state_machine.name : aws_cloudwatch_log_group.function[group].name
  ]
}
