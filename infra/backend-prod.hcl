bucket       = "pytorch-alerting-terraform-state"
key          = "alerting-prod.tfstate"
region       = "us-east-1"
encrypt      = true
use_lockfile = true
