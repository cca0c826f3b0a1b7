bucket         = "pytorch-alerting-terraform-state"
key            = "alerting-prod.tfstate"
region         = "us-east-1"
encrypt        = true
dynamodb_table = "pytorch-alerting-terraform-locks"
