"""The checks of everything under terraform/, for machines that reach neither AWS nor Terraform's registry."""
