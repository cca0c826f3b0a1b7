terraform {
  # A webhook sender's token is passed in a write-only argument, which keeps it out of the state. Older versions reject
  # such an argument during validation, whatever its value.
  required_version = ">= 1.11"

  required_providers {
    aws = {
      source = "hashicorp/aws"
      # The runtime java25 needs 6.20. The lock file pins the version; an override allows older ones for validation.
      version = ">= 6.20, < 7"
    }
  }

  backend "s3" {}
}
