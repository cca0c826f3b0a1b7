# The front door for senders that speak HTTPS.

resource "aws_apigatewayv2_api" "webhook" {
  name          = "${var.name_prefix}-webhook"
  protocol_type = "HTTP"
}

resource "aws_apigatewayv2_integration" "webhook" {
  api_id                 = aws_apigatewayv2_api.webhook.id
  integration_type       = "AWS_PROXY"
  integration_uri        = aws_lambda_alias.live["webhook"].invoke_arn
  payload_format_version = "2.0"
  timeout_milliseconds   = 30000
}

# Any method, so that the function itself answers a wrong one. No redirect: a sender would follow it without the body.
resource "aws_apigatewayv2_route" "webhook" {
  api_id    = aws_apigatewayv2_api.webhook.id
  route_key = "ANY /webhook"
  target    = "integrations/${aws_apigatewayv2_integration.webhook.id}"
}

resource "aws_apigatewayv2_stage" "webhook" {
  api_id      = aws_apigatewayv2_api.webhook.id
  name        = "$default"
  auto_deploy = true

  default_route_settings {
    throttling_rate_limit  = 50
    throttling_burst_limit = 100
  }

  access_log_settings {
    destination_arn = aws_cloudwatch_log_group.webhook_access.arn
    format = jsonencode({
      request_id = "$context.requestId"
      source_ip  = "$context.identity.sourceIp"
      method     = "$context.httpMethod"
      path       = "$context.path"
      status     = "$context.status"
      latency_ms = "$context.responseLatency"
      error      = "$context.error.message"
    })
  }
}

resource "aws_cloudwatch_log_group" "webhook_access" {
  # Below /aws/vendedlogs/ for the same reason as the state machine's log group.
  name              = "/aws/vendedlogs/apis/${var.name_prefix}-webhook"
  retention_in_days = var.log_retention_days
}

# Requests that API Gateway refuses never reach the function or its metrics. A 413 from the function is counted here
# too, so there is no gap, whatever API Gateway returns when Lambda refuses the event.
resource "aws_cloudwatch_log_metric_filter" "turned_away" {
  name           = "${var.name_prefix}-requests-turned-away"
  log_group_name = aws_cloudwatch_log_group.webhook_access.name
  pattern        = "{ ($.path = \"/webhook\") && (($.status = \"413\") || ($.status = \"429\") || ($.status = \"431\") || (($.status = \"400\") && ($.error != \"-\"))) }"

  metric_transformation {
    name      = "RequestsTurnedAway"
    namespace = local.access_log_namespace
    value     = "1"
    unit      = "Count"
  }
}

resource "aws_lambda_permission" "webhook" {
  statement_id  = "AllowHttpApi"
  action        = "lambda:InvokeFunction"
  function_name = aws_lambda_function.function["webhook"].function_name
  qualifier     = aws_lambda_alias.live["webhook"].name
  principal     = "apigateway.amazonaws.com"
  source_arn    = "${aws_apigatewayv2_api.webhook.execution_arn}/*/*/webhook"
}

resource "aws_secretsmanager_secret" "webhook" {
  name                    = "${var.name_prefix}-webhook"
  description             = "Header name to token or list of tokens, for each webhook sender"
  recovery_window_in_days = var.secret_recovery_window_days
}

resource "aws_secretsmanager_secret_version" "webhook" {
  count = nonsensitive(var.webhook_grafana_token != null) ? 1 : 0

  secret_id                = aws_secretsmanager_secret.webhook.id
  secret_string_wo         = jsonencode({ "x-grafana-token" = var.webhook_grafana_token })
  secret_string_wo_version = var.webhook_grafana_token_version
}
