# The six Lambda functions. Everything that differs between them is in this table.

locals {
  # GitHub asks for serial requests, so there are few instances, and they share the budget evenly. An instance's first
  # issue takes at least three requests, which would be slow at less than two a second.
  github_concurrency = max(1, min(10, floor(var.github_requests_per_second / 2)))

  # No more alerts are in flight than GitHub can take within the longest wait for a turn (30 s; a third of a minute's
  # writes may go at once): concurrent batches, messages per batch, and ten alerts of a message side by side. The local
  # stack computes the same (Throughput).
  alerts_in_flight    = floor(min(var.github_requests_per_second * 30, var.github_writes_per_minute * 30 / 60 + var.github_writes_per_minute / 3))
  starter_concurrency = max(2, floor(local.alerts_in_flight / 100))
  starter_batch_size  = max(1, min(10, floor(local.alerts_in_flight / (local.starter_concurrency * 10))))

  # Seconds. A function times out before its task in the state machine does, and the starter outlives the execution. The
  # webhook's own calls take 20 s at most, and its senders hang up after 30 s.
  function_timeouts = {
    webhook   = 25
    starter   = 270
    normalize = 10
    decide    = 10
    record    = 10
    github    = 27
  }

  # Environment variables that every function's logging reads.
  common_variables = {
    METRICS_NAMESPACE = local.metrics_namespace
    COMMIT            = var.commit
  }

  # Memory in MB. CPU grows with memory; the starter and github mostly wait for other services.
  functions = {
    webhook = {
      artefact    = "webhook"
      handler     = "org.pytorch.alerting.webhook.WebhookHandler::handleRequest"
      memory_size = 1024
      reserved    = -1
      variables = {
        TOPIC_ARN         = aws_sns_topic.alerts.arn
        WEBHOOK_SECRET_ID = aws_secretsmanager_secret.webhook.arn
        # For its warnings, which normalize's own reading makes.
        ALERTMANAGER_SEVERITY_PRIORITIES = var.alertmanager_severity_priorities
        DOCS_URL                         = var.docs_url
        POLICY_FILE                      = local.policy_path
      }
    }
    starter = {
      artefact    = "starter"
      handler     = "org.pytorch.alerting.starter.StarterHandler::handleRequest"
      memory_size = 256
      reserved    = -1
      variables = {
        STATE_MACHINE_ARN     = local.state_machine_arn
        QUEUE_URL             = aws_sqs_queue.alerts.url
        DEAD_LETTER_QUEUE_URL = aws_sqs_queue.dead_letters.url
      }
    }
    normalize = {
      artefact    = "normalize"
      handler     = "org.pytorch.alerting.normalize.NormalizeHandler::handleRequest"
      memory_size = 1024
      reserved    = -1
      variables = {
        ALERTMANAGER_SEVERITY_PRIORITIES = var.alertmanager_severity_priorities
        DOCS_URL                         = var.docs_url
        POLICY_FILE                      = local.policy_path
      }
    }
    decide = {
      artefact    = "decide"
      handler     = "org.pytorch.alerting.decide.DecideHandler::handleRequest"
      memory_size = 1024
      reserved    = -1
      variables = {
        STATUS_TABLE_NAME          = aws_dynamodb_table.alerts_state.name
        GITHUB_REQUESTS_PER_SECOND = tostring(var.github_requests_per_second)
        GITHUB_WRITES_PER_MINUTE   = tostring(var.github_writes_per_minute)
        GITHUB_WRITES_PER_HOUR     = tostring(var.github_writes_per_hour)
        GITHUB_REPO                = var.github_repo
        SEARCH_UNKNOWN_ISSUES      = tostring(var.search_unknown_issues)
      }
    }
    record = {
      artefact    = "decide"
      handler     = "org.pytorch.alerting.decide.RecordHandler::handleRequest"
      memory_size = 1024
      reserved    = -1
      variables = {
        STATUS_TABLE_NAME          = aws_dynamodb_table.alerts_state.name
        GITHUB_REQUESTS_PER_SECOND = tostring(var.github_requests_per_second)
        GITHUB_WRITES_PER_MINUTE   = tostring(var.github_writes_per_minute)
        GITHUB_WRITES_PER_HOUR     = tostring(var.github_writes_per_hour)
      }
    }
    github = {
      artefact    = "github"
      handler     = "org.pytorch.alerting.github.GitHubHandler::handleRequest"
      memory_size = 256
      reserved    = local.github_concurrency
      variables = {
        GITHUB_APP_SECRET_ID       = aws_secretsmanager_secret.github_app.arn
        GITHUB_API_URL             = var.github_api_url
        ENABLE_GITHUB_ISSUES       = tostring(var.enable_github_issues)
        GITHUB_REQUESTS_PER_SECOND = tostring(var.github_requests_per_second)
        GITHUB_MAX_CONCURRENCY     = tostring(local.github_concurrency)
        SEARCH_UNKNOWN_ISSUES      = tostring(var.search_unknown_issues)
        DISPLAY_TIME_ZONE          = var.display_time_zone
        DOCS_URL                   = var.docs_url
        EXECUTION_PAGE             = "https://${local.console}/states/home?region=${var.aws_region}#/express-executions/details/{execution}?startDate={started}"
      }
    }
  }
}

locals {
  functions_in_vpc = length(var.vpc_subnet_ids) == 0 ? [] : var.vpc_functions
}

resource "aws_lambda_function" "function" {
  for_each = local.functions

  function_name    = "${var.name_prefix}-${each.key}"
  role             = aws_iam_role.function[each.key].arn
  runtime          = var.lambda_runtime
  architectures    = ["arm64"]
  handler          = each.value.handler
  filename         = "${path.module}/../functions/${each.value.artefact}/target/${each.value.artefact}.zip"
  source_code_hash = filebase64sha256("${path.module}/../functions/${each.value.artefact}/target/${each.value.artefact}.zip")
  timeout          = local.function_timeouts[each.key]
  memory_size      = each.value.memory_size

  # Only published versions have a snapshot, so the state machine and the queue call the alias.
  publish                        = true
  reserved_concurrent_executions = each.value.reserved

  # The policy is part of the version: it is in the snapshot, and a rollback takes it back, too.
  layers = contains(["normalize", "webhook"], each.key) ? aws_lambda_layer_version.policy[*].arn : []

  snap_start {
    apply_on = "PublishedVersions"
  }

  dynamic "vpc_config" {
    for_each = contains(local.functions_in_vpc, each.key) ? [1] : []

    content {
      subnet_ids         = var.vpc_subnet_ids
      security_group_ids = var.vpc_security_group_ids
    }
  }

  environment {
    variables = merge(each.value.variables, local.common_variables)
  }

  tracing_config {
    mode = "Active"
  }

  logging_config {
    log_format            = "JSON"
    application_log_level = "INFO"
    system_log_level      = "WARN"
    log_group             = aws_cloudwatch_log_group.function[each.key].name
  }

  depends_on = [aws_iam_role_policy.function]
}

resource "aws_lambda_alias" "live" {
  for_each = local.functions

  name             = "live"
  function_name    = aws_lambda_function.function[each.key].function_name
  function_version = aws_lambda_function.function[each.key].version
}

resource "aws_cloudwatch_log_group" "function" {
  for_each = local.functions

  name              = "/aws/lambda/${var.name_prefix}-${each.key}"
  retention_in_days = var.log_retention_days
}
