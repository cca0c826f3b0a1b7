locals {
  # Each partition has its own console.
  console = {
    aws        = "${var.aws_region}.console.aws.amazon.com"
    aws-cn     = "${var.aws_region}.console.amazonaws.cn"
    aws-us-gov = "${var.aws_region}.console.amazonaws-us-gov.com"
  }[local.partition]
}

output "webhook_url" {
  description = "The URL for Grafana's contact point."
  value       = "${aws_apigatewayv2_api.webhook.api_endpoint}/webhook"
}

output "alerts_topic_arn" {
  description = "The topic for a CloudWatch alarm's alarm_actions and ok_actions."
  value       = aws_sns_topic.alerts.arn
}

output "state_machine_arn" {
  description = "The state machine. Its executions show what happened to each message."
  value       = aws_sfn_state_machine.alert_pipeline.arn
}

output "queue_url" {
  description = "The alert queue."
  value       = aws_sqs_queue.alerts.url
}

output "queue_arn" {
  description = "The alert queue, as the destination of a redrive."
  value       = aws_sqs_queue.alerts.arn
}

output "dead_letter_queue_arn" {
  description = "The ARN of the dead-letter queue, for a redrive."
  value       = aws_sqs_queue.dead_letters.arn
}

output "dead_letter_queue_url" {
  description = "The URL of the dead-letter queue, for reading it."
  value       = aws_sqs_queue.dead_letters.url
}

output "github_app_secret" {
  description = "The secret for the GitHub App's id and key."
  value       = aws_secretsmanager_secret.github_app.name
}

output "webhook_secret" {
  description = "The secret with the tokens of the webhook's senders."
  value       = aws_secretsmanager_secret.webhook.name
}

output "operations_topic_arn" {
  description = "The topic for operational alarms; subscribe to it."
  value       = local.ops_topic_arn
}

output "dashboard_url" {
  description = "The dashboard."
  value       = "https://${local.console}/cloudwatch/home?region=${var.aws_region}#dashboards/dashboard/${aws_cloudwatch_dashboard.alerting.dashboard_name}"
}

output "table_name" {
  description = "The table of alert states."
  value       = aws_dynamodb_table.alerts_state.name
}

output "function_names" {
  description = "The functions, separated by spaces."
  value       = join(" ", [for function in aws_lambda_function.function : function.function_name])
}

output "function_log_groups" {
  description = "The functions' log groups, separated by spaces."
  value       = join(" ", [for group in aws_cloudwatch_log_group.function : group.name])
}

output "executions_log_group" {
  description = "The log group of the state machine's executions."
  value       = aws_cloudwatch_log_group.state_machine.name
}

output "aws_region" {
  description = "The region everything runs in."
  value       = var.aws_region
}

output "policy" {
  description = "The policy in force. A change of it is a change of this output, so that a plan shows it line by line."
  value       = var.policy_json == null ? null : jsondecode(file(var.policy_json))
}
