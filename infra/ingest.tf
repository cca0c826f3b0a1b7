# From the topic to the starter: topic, queue, dead-letter queue, event source mapping.

resource "aws_sns_topic" "alerts" {
  name              = "${var.name_prefix}-alerts"
  kms_master_key_id = local.kms_key_arn
}

# CloudWatch alarms cannot use the AWS managed key for SNS, so the topics have their own key.
resource "aws_kms_key" "alerts" {
  count = var.kms_key_arn == null ? 1 : 0

  description             = "Encrypts the topics of ${var.name_prefix}"
  enable_key_rotation     = true
  deletion_window_in_days = 7
  policy                  = data.aws_iam_policy_document.alerts_key.json
}

resource "aws_kms_alias" "alerts" {
  count = var.kms_key_arn == null ? 1 : 0

  name          = "alias/${var.name_prefix}-alerts"
  target_key_id = aws_kms_key.alerts[0].key_id
}

resource "aws_sns_topic_policy" "alerts" {
  arn    = aws_sns_topic.alerts.arn
  policy = data.aws_iam_policy_document.alerts_topic.json
}

resource "aws_sns_topic_subscription" "alerts" {
  topic_arn            = aws_sns_topic.alerts.arn
  protocol             = "sqs"
  endpoint             = aws_sqs_queue.alerts.arn
  raw_message_delivery = true

  # Keeps what SNS cannot put on the queue, for example after a manual change of the queue's policy.
  redrive_policy = jsonencode({ deadLetterTargetArn = aws_sqs_queue.dead_letters.arn })
}

locals {
  kms_key_arn = var.kms_key_arn == null ? aws_kms_key.alerts[0].arn : var.kms_key_arn
}

resource "aws_sqs_queue" "alerts" {
  name                       = "${var.name_prefix}-alerts"
  message_retention_seconds  = 1209600
  max_message_size           = var.max_message_size
  sqs_managed_sse_enabled    = true
  receive_wait_time_seconds  = 20
  visibility_timeout_seconds = 6 * local.function_timeouts.starter

  # Enough for an outage of at least 4 h 45 min. Poison messages never get that far: they are quarantined on first
  # delivery.
  redrive_policy = jsonencode({
    deadLetterTargetArn = aws_sqs_queue.dead_letters.arn
    maxReceiveCount     = 20
  })
}

resource "aws_sqs_queue" "dead_letters" {
  name                      = "${var.name_prefix}-alerts-dead-letters"
  message_retention_seconds = 1209600
  max_message_size          = var.max_message_size
  sqs_managed_sse_enabled   = true
}

# A separate resource: inside the queues, the two would refer to each other.
resource "aws_sqs_queue_redrive_allow_policy" "dead_letters" {
  queue_url = aws_sqs_queue.dead_letters.url

  redrive_allow_policy = jsonencode({
    redrivePermission = "byQueue"
    sourceQueueArns   = [aws_sqs_queue.alerts.arn]
  })
}

resource "aws_sqs_queue_policy" "alerts" {
  queue_url = aws_sqs_queue.alerts.url
  policy    = data.aws_iam_policy_document.alerts_queue.json
}

resource "aws_sqs_queue_policy" "dead_letters" {
  queue_url = aws_sqs_queue.dead_letters.url
  policy    = data.aws_iam_policy_document.dead_letters_queue.json
}

resource "aws_lambda_event_source_mapping" "alerts" {
  event_source_arn        = aws_sqs_queue.alerts.arn
  function_name           = aws_lambda_alias.live["starter"].arn
  batch_size              = local.starter_batch_size
  function_response_types = ["ReportBatchItemFailures"]

  scaling_config {
    maximum_concurrency = local.starter_concurrency
  }
}

# A second entry point, for alarms that cannot name the topic: alarms of other regions, forwarded to this region's event
# bus, and alarms of other owners. EventBridge writes to the queue directly: it cannot use the topic's key if the key's
# policy requires a source account, which EventBridge does not send.
locals {
  alarm_event_types = [
    "CloudWatch Alarm State Change",
    "CloudWatch Alarm Contributor State Change",
    "CloudWatch Alarm Configuration Change",
  ]
}

resource "aws_cloudwatch_event_rule" "alarms" {
  count = length(var.eventbridge_alarm_prefixes) == 0 ? 0 : 1

  name        = "${var.name_prefix}-alarms"
  description = "Puts state changes of CloudWatch alarms on the alert queue"

  event_pattern = jsonencode({
    source        = ["aws.cloudwatch"]
    "detail-type" = local.alarm_event_types
    detail        = { alarmName = [for prefix in var.eventbridge_alarm_prefixes : { prefix = prefix }] }
    # An alarm about the pipeline must not go through the pipeline.
    resources = [{ "anything-but" = { prefix = "arn:${local.partition}:cloudwatch:${var.aws_region}:${local.account_id}:alarm:${var.name_prefix}-" } }]
  })
}

resource "aws_cloudwatch_event_target" "alarms" {
  count = length(aws_cloudwatch_event_rule.alarms)

  rule = aws_cloudwatch_event_rule.alarms[0].name
  arn  = aws_sqs_queue.alerts.arn

  # Keeps what EventBridge cannot put on the queue.
  dead_letter_config {
    arn = aws_sqs_queue.dead_letters.arn
  }

  depends_on = [aws_sqs_queue_policy.alerts, aws_sqs_queue_policy.dead_letters]
}
