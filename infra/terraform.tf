terraform {
  # The token of a webhook sender is handed over by a write-only argument, which keeps it out of the state. Older versions
  # refuse such an argument already while validating, whatever its value.
  required_version = ">= 1.11"

  required_providers {
    aws = {
      source = "hashicorp/aws"
      # The runtime java25 needs 6.20; older ones serve for validating with another lambda_runtime.
      version = ">= 5.100, < 7"
    }
  }

  backend "s3" {}
}
