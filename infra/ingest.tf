# From the topic to the starter: topic, queue, dead-letter queue, event source mapping.

resource "aws_sns_topic" "alerts" {
  name              = "${var.name_prefix}-alerts"
  kms_master_key_id = aws_kms_key.alerts.arn
}

# CloudWatch alarms cannot use the key that AWS manages for SNS, so the topics have one of their own.
resource "aws_kms_key" "alerts" {
  description             = "Encrypts the topics of ${var.name_prefix}"
  enable_key_rotation     = true
  deletion_window_in_days = 7
  policy                  = data.aws_iam_policy_document.alerts_key.json
}

resource "aws_kms_alias" "alerts" {
  name          = "alias/${var.name_prefix}-alerts"
  target_key_id = aws_kms_key.alerts.key_id
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

  # What SNS cannot put on the queue (a policy that was broken by hand) is kept as well.
  redrive_policy = jsonencode({ deadLetterTargetArn = aws_sqs_queue.dead_letters.arn })
}

locals {
  # In bytes. SNS delivers up to 256 KiB; a message that is set aside has its diagnosis on top, and may come back by a redrive.
  # The provider's own default is 256 KiB, and versions that do not know Java 25 allow no more.
  max_message_size = contains(["java17", "java21"], var.lambda_runtime) ? 262144 : 1048576
}

resource "aws_sqs_queue" "alerts" {
  name                       = "${var.name_prefix}-alerts"
  message_retention_seconds  = 1209600
  max_message_size           = local.max_message_size
  sqs_managed_sse_enabled    = true
  receive_wait_time_seconds  = 20
  visibility_timeout_seconds = 6 * local.function_timeouts.starter

  # At least 4 h 45 min of outage. Poison never gets that far: it is quarantined on its first delivery.
  redrive_policy = jsonencode({
    deadLetterTargetArn = aws_sqs_queue.dead_letters.arn
    maxReceiveCount     = 20
  })
}

resource "aws_sqs_queue" "dead_letters" {
  name                      = "${var.name_prefix}-alerts-dead-letters"
  message_retention_seconds = 1209600
  max_message_size          = local.max_message_size
  sqs_managed_sse_enabled   = true
}

# A resource of its own: within the queues the two would name each other.
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
  batch_size              = 10
  function_response_types = ["ReportBatchItemFailures"]

  scaling_config {
    maximum_concurrency = var.starter_concurrency
  }
}
