# An override for where no provider is to be had that deploys to AWS: for validating, and for emulators.
terraform {
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.100, < 7"
    }
  }
}
