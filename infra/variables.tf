variable "aws_region" {
  description = "The region everything runs in."
  type        = string
  default     = "us-east-1"
}

variable "name_prefix" {
  description = "Begins the name of every resource, such as alerting-dev."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{2,30}$", var.name_prefix))
    error_message = "name_prefix is 3 to 31 lower-case letters, digits and dashes, beginning with a letter."
  }
}

variable "github_repo" {
  description = "The repository that gets the issues, as owner/name."
  type        = string

  validation {
    condition     = can(regex("^[\\w.-]+/[\\w.-]+$", var.github_repo))
    error_message = "github_repo is owner/name."
  }
}

variable "enable_github_issues" {
  description = "false: everything runs, but GitHub is left untouched; what would be done is logged."
  type        = bool
  default     = true
}

variable "github_api_url" {
  description = "The REST API; another one for GitHub Enterprise."
  type        = string
  default     = "https://api.github.com"
}

variable "github_app_secret_name" {
  description = "Name of the secret with the GitHub App's id and key; its value is set by hand, see docs/OPERATIONS.md."
  type        = string
  default     = null
}

variable "github_requests_per_second" {
  description = "Requests per second to GitHub from all instances together. GitHub allows 80 new issues and comments per minute."
  type        = number
  default     = 10

  validation {
    condition     = var.github_requests_per_second >= 1 && var.github_requests_per_second <= 100
    error_message = "github_requests_per_second is from 1 to 100."
  }
}

variable "webhook_grafana_token" {
  description = "The token that Grafana sends; write-only, so it is kept out of the state. null: set the secret by hand."
  type        = string
  default     = null
  sensitive   = true
}

variable "webhook_grafana_token_version" {
  description = "Raise it by one whenever webhook_grafana_token changes: a write-only value cannot be compared."
  type        = number
  default     = 1
}

variable "alertmanager_severity_priorities" {
  description = "Which priority an Alertmanager severity stands for, such as critical=P0,warning=P2; empty: the table in docs/adding-a-source.md."
  type        = string
  default     = ""
}

variable "display_time_zone" {
  description = "A time zone such as Europe/Berlin, in which issues show times beside UTC; empty: UTC alone."
  type        = string
  default     = ""
}

variable "lambda_runtime" {
  description = "The Lambda runtime. The code is built for Java 25."
  type        = string
  default     = "java25"
}

variable "starter_concurrency" {
  description = "How many batches of up to ten messages are worked on at once."
  type        = number
  default     = 5

  validation {
    condition     = var.starter_concurrency >= 2 && var.starter_concurrency <= 1000
    error_message = "starter_concurrency is from 2 to 1000, as Lambda asks."
  }
}

variable "alarm_account_ids" {
  description = "Further accounts whose CloudWatch alarms may publish to the topic of the alerts; this one always may."
  type        = list(string)
  default     = []

  validation {
    condition     = alltrue([for id in var.alarm_account_ids : can(regex("^[0-9]{12}$", id))])
    error_message = "alarm_account_ids are account ids of twelve digits."
  }
}

variable "ops_email" {
  description = "Gets the operational alarms; null: nobody by e-mail."
  type        = string
  default     = null
}

variable "ops_topic_arn" {
  description = "An existing topic for the operational alarms; null: one is made. Never the topic of the alerts."
  type        = string
  default     = null
}

variable "quiet_hours" {
  description = "After how many hours without a single alert the silence itself is alarming."
  type        = number
  default     = 24

  validation {
    condition     = var.quiet_hours >= 1 && var.quiet_hours <= 24
    error_message = "quiet_hours is from 1 to 24: CloudWatch evaluates at most a day."
  }
}

variable "log_retention_days" {
  description = "How long logs and the execution history are kept."
  type        = number
  default     = 30
}

variable "deletion_protection" {
  description = "true: the table of what is open cannot be deleted."
  type        = bool
  default     = false
}

variable "tags" {
  description = "Further tags for every resource."
  type        = map(string)
  default     = {}
}
