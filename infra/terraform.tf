terraform {
  # The token of a webhook sender is handed over by a write-only argument, which keeps it out of the state. Older versions
  # refuse such an argument already while validating, whatever its value.
  required_version = ">= 1.11"

  required_providers {
    aws = {
      source = "hashicorp/aws"
      # The runtime java25 needs 6.20. The lock file says which version it is; older ones serve for validating, by an override.
      version = ">= 6.20, < 7"
    }
  }

  backend "s3" {}
}
