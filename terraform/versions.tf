terraform {
  required_version = ">= 1.11"

  required_providers {
    # The only one: what cannot be made with it is not made here.
    aws = {
      source  = "hashicorp/aws"
      version = "~> 6.66"
    }
  }
}
