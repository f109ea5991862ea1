output "urls" {
  description = "Each repository's address, by the image's name: what is pushed to and pulled from."
  value       = { for name, repository in aws_ecr_repository.home : name => repository.repository_url }
}

output "arns" {
  description = "Each repository's ARN, by the image's name: what a role may pull."
  value       = { for name, repository in aws_ecr_repository.home : name => repository.arn }
}

output "prefix" {
  description = "What comes before the images' names: IMAGE_PREFIX of compose/images."
  value       = dirname(values(aws_ecr_repository.home)[0].repository_url)
}

output "copies" {
  description = "The same in each replica region: urls, arns and prefix there."
  value = {
    for region in var.replica_regions : region => {
      urls   = { for name in var.repositories : name => aws_ecr_repository.copy["${region}/${name}"].repository_url }
      arns   = { for name in var.repositories : name => aws_ecr_repository.copy["${region}/${name}"].arn }
      prefix = dirname(aws_ecr_repository.copy["${region}/${tolist(var.repositories)[0]}"].repository_url)
    }
  }
}
