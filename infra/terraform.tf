terraform {
  # The token of a webhook sender is handed over by a write-only argument, which needs 1.11; without it (null) 1.6 is enough.
  required_version = ">= 1.6"

  required_providers {
    aws = {
      source = "hashicorp/aws"
      # The runtime java25 needs 6.20; older ones serve for validating with another lambda_runtime.
      version = ">= 5.100"
    }
  }

  backend "s3" {}
}
