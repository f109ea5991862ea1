output "kafka" {
  description = "For Kafka's clients: where it is, and further librdkafka settings (KEY=VALUE,…), of which there are none while clients speak plain Kafka."
  value       = { bootstrap = local.bootstrap, settings = "" }
}

output "security_group_ids" {
  description = "The security groups of Kafka, producer and consumer; on a host all three are the host's."
  value = local.on_host ? {
    for who in ["kafka", "producer", "consumer"] : who => module.host[0].security_group_id
    } : {
    kafka    = aws_security_group.kafka[0].id
    producer = module.producer[0].security_group_id
    consumer = module.consumer[0].security_group_id
  }
}

output "targets" {
  description = "Where Prometheus finds producer and consumer."
  value = local.on_host ? {
    producer = "${module.host[0].name}:9101"
    consumer = "${module.host[0].name}:9102"
    } : {
    producer = module.producer[0].target
    consumer = module.consumer[0].target
  }
}

output "role_names" {
  description = "The roles in which producer and consumer act."
  value = local.on_host ? {
    producer = module.host[0].role_name
    consumer = module.host[0].role_name
    } : {
    producer = module.producer[0].role_name
    consumer = module.consumer[0].role_name
  }
}

output "instance_ids" {
  description = "Kafka's hosts, for `aws ssm start-session --target`: by their names; none with MSK."
  value = merge(
    { for host in module.host : host.name => host.instance_id },
    { for host in module.broker : host.name => host.instance_id },
  )
}
