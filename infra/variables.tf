variable "aws_region" {
  description = "The region everything runs in."
  type        = string
  default     = "us-east-1"
}

variable "name_prefix" {
  description = "The prefix of every resource's name, such as alerting-dev."
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
  description = "false: everything runs, but GitHub is not changed; the intended actions are logged."
  type        = bool
  default     = true
}

variable "search_unknown_issues" {
  description = "true: search GitHub for an alert's issue before opening one. For a lost or restored table; see docs/OPERATIONS.md."
  type        = bool
  default     = false
}

variable "github_api_url" {
  description = "The URL of GitHub's REST API; set it for GitHub Enterprise."
  type        = string
  default     = "https://api.github.com"
}

variable "github_app_secret_name" {
  description = "Name of the secret with the GitHub App's id and key; set its value by hand, see docs/OPERATIONS.md."
  type        = string
  default     = null
}

variable "github_requests_per_second" {
  description = "Requests per second to GitHub from all instances together; concurrency and batches follow from it."
  type        = number
  default     = 10

  validation {
    condition     = var.github_requests_per_second >= 1 && var.github_requests_per_second <= 100
    error_message = "github_requests_per_second is from 1 to 100."
  }
}

variable "github_writes_per_minute" {
  description = "Writes of issues and comments per minute; a third of them may go at once. GitHub allows about 80."
  type        = number
  default     = 60

  validation {
    condition     = var.github_writes_per_minute >= 1
    error_message = "github_writes_per_minute is 1 or more."
  }
}

variable "github_writes_per_hour" {
  description = "The same per hour; a quarter of them may go at once. GitHub allows about 500."
  type        = number
  default     = 400

  validation {
    condition     = var.github_writes_per_hour >= 1
    error_message = "github_writes_per_hour is 1 or more."
  }
}

variable "webhook_grafana_token" {
  description = "The token that Grafana sends. Write-only, so it is not in the state. null: set the secret by hand."
  type        = string
  default     = null
  sensitive   = true
}

variable "webhook_grafana_token_version" {
  description = "Increase by one whenever webhook_grafana_token changes: Terraform cannot compare a write-only value."
  type        = number
  default     = 1
}

variable "alertmanager_severity_priorities" {
  description = "The priority for each Alertmanager severity, such as critical=P0,warning=P2; empty: the table in docs/adding-a-source.md."
  type        = string
  default     = ""
}

variable "docs_url" {
  description = "The address at which your people read the folder docs of this repository: issues link to its issues.md, diagnoses to its senders. Empty: issues have no link, and diagnoses name the path in the repository."
  type        = string
  default     = ""
}

variable "display_time_zone" {
  description = "A time zone such as Europe/Berlin, in which issues show times beside UTC; empty: UTC only."
  type        = string
  default     = ""
}

variable "lambda_runtime" {
  description = "The Lambda runtime. The code is built for Java 25."
  type        = string
  default     = "java25"
}

variable "max_message_size" {
  description = "The largest message on the queues, in bytes. SNS delivers up to 256 KiB; a quarantined message also carries its diagnosis, and a redrive puts it back on the queue."
  type        = number
  default     = 1048576

  validation {
    condition     = var.max_message_size >= 262144 && var.max_message_size <= 1048576
    error_message = "max_message_size is from 262144 (SNS delivers up to that) to 1048576 (the limit of SQS)."
  }
}

variable "alarm_account_ids" {
  description = "Other accounts whose CloudWatch alarms may publish to the alert topic; alarms of this account always may."
  type        = list(string)
  default     = []

  validation {
    condition     = alltrue([for id in var.alarm_account_ids : can(regex("^[0-9]{12}$", id))])
    error_message = "alarm_account_ids are account ids of twelve digits."
  }
}

variable "eventbridge_alarm_prefixes" {
  description = "Name prefixes of the CloudWatch alarms that arrive through EventBridge instead of the topic; [\"\"]: all alarms; []: no EventBridge rule."
  type        = list(string)
  default     = []
}

variable "ops_email" {
  description = "The e-mail address that gets the operational alarms; null: no e-mail."
  type        = string
  default     = null
}

variable "ops_topic_arn" {
  description = "An existing topic for the operational alarms; null: one is created. Must not be the alert topic."
  type        = string
  default     = null
}

variable "quiet_hours" {
  description = "Hours without any alert until the alarm \"quiet\" fires."
  type        = number
  default     = 24

  validation {
    condition     = var.quiet_hours >= 1 && var.quiet_hours <= 24
    error_message = "quiet_hours is from 1 to 24: CloudWatch evaluates at most one day."
  }
}

variable "execution_log" {
  description = "What the state machine logs, with its data: all states, or only failed ones. With \"errors\" the console cannot draw successful executions."
  type        = string
  default     = "all"

  validation {
    condition     = contains(["all", "errors"], var.execution_log)
    error_message = "execution_log is all or errors."
  }
}

variable "log_retention_days" {
  description = "Days to keep logs and the execution history."
  type        = number
  default     = 30
}

variable "deletion_protection" {
  description = "true: the table of alert states cannot be deleted."
  type        = bool
  default     = false
}

variable "table_name" {
  description = "The table of alert states; null: named after name_prefix. Set it after a restore, see docs/OPERATIONS.md."
  type        = string
  default     = null
}

variable "secret_recovery_window_days" {
  description = "Days in which a destroyed secret can be restored and its name cannot be used; 0: none."
  type        = number
  default     = 7

  validation {
    condition     = var.secret_recovery_window_days == 0 || (var.secret_recovery_window_days >= 7 && var.secret_recovery_window_days <= 30)
    error_message = "secret_recovery_window_days is 0, or from 7 to 30."
  }
}

variable "commit" {
  description = "The deployed commit, for every log line of the functions and as a tag. scripts/aws sets it."
  type        = string
  default     = "unknown"
}

variable "kms_key_arn" {
  description = "An existing key for the topics; null: one is created. docs/OPERATIONS.md describes the policy that it needs."
  type        = string
  default     = null
}

variable "permissions_boundary_arn" {
  description = "The permissions boundary of every role; null: none."
  type        = string
  default     = null
}

variable "vpc_subnet_ids" {
  description = "Subnets for vpc_functions, with a route to GitHub and to the AWS services they use; []: no VPC."
  type        = list(string)
  default     = []
}

variable "vpc_security_group_ids" {
  description = "Security groups for vpc_functions."
  type        = list(string)
  default     = []

  validation {
    condition     = (length(var.vpc_security_group_ids) == 0) == (length(var.vpc_subnet_ids) == 0)
    error_message = "vpc_subnet_ids and vpc_security_group_ids must be set together."
  }
}

variable "vpc_functions" {
  description = "The functions that run in the VPC, if there is one. Only github may need it: a GitHub Enterprise server can be private."
  type        = list(string)
  default     = ["github"]

  validation {
    condition     = alltrue([for name in var.vpc_functions : contains(["webhook", "starter", "normalize", "decide", "record", "github"], name)])
    error_message = "vpc_functions may only name functions: webhook, starter, normalize, decide, record, github."
  }
}

variable "tags" {
  description = "Additional tags for every resource."
  type        = map(string)
  default     = {}
}

variable "policy_json" {
  description = "The path of the policy that `make policy` compiled; its zip is beside it. null: there is no policy."
  type        = string
  default     = null
}
