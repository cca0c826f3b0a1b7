bucket       = "pytorch-alerting-terraform-state"
key          = "alerting-dev.tfstate"
region       = "us-east-1"
encrypt      = true
use_lockfile = true
