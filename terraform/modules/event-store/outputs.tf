locals {
  # A replica has the name and account of the table at home.
  tables = {
    for region in concat([var.region], sort(var.replica_regions)) : region => {
      name   = aws_dynamodb_table.this.name
      arn    = replace(aws_dynamodb_table.this.arn, ":dynamodb:${var.region}:", ":dynamodb:${region}:")
      region = region
    }
  }
}

output "table" {
  description = "The table at home, which the consumer writes: name, ARN and region."
  value       = local.tables[var.region]
}

output "tables" {
  description = "The table in each region, home and replicas: name, ARN and region. A witness has none that could be read."
  value       = local.tables
}
