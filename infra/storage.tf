# The alert states and the GitHub App's credentials.

resource "aws_dynamodb_table" "alerts_state" {
  name                        = coalesce(var.table_name, "${var.name_prefix}-alerts-state")
  billing_mode                = "PAY_PER_REQUEST"
  hash_key                    = "fingerprint"
  deletion_protection_enabled = var.deletion_protection

  attribute {
    name = "fingerprint"
    type = "S"
  }

  ttl {
    attribute_name = "ttl_expires_at"
    enabled        = true
  }

  point_in_time_recovery {
    enabled = true
  }

  server_side_encryption {
    enabled = true
  }
}

resource "aws_dynamodb_resource_policy" "alerts_state" {
  resource_arn = aws_dynamodb_table.alerts_state.arn
  policy       = data.aws_iam_policy_document.alerts_state_table.json
}

resource "aws_secretsmanager_secret" "github_app" {
  name                    = coalesce(var.github_app_secret_name, "${var.name_prefix}-github-app")
  description             = "The GitHub App: github_app_id and github_app_key_base64; set by hand"
  recovery_window_in_days = var.secret_recovery_window_days
}
