name_prefix                = "alerting-prod"
github_repo                = "pytorch/alerting"
github_requests_per_second = 10
log_retention_days         = 90
quiet_hours                = 12
deletion_protection        = true
