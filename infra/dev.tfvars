name_prefix                 = "alerting-dev"
github_repo                 = "pytorch/alerting-dev"
github_requests_per_second  = 2
log_retention_days          = 14
quiet_hours                 = 24
secret_recovery_window_days = 0
