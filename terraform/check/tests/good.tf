# Code without mistakes, of the types that tests/test_stand_in.py plants mistakes in. Nobody applies it.
terraform {
  required_providers {
    aws = {
      source = "hashicorp/aws"
    }
  }
}

provider "aws" {
  region = "eu-central-1"
}

resource "aws_vpc" "here" {
  cidr_block = "10.0.0.0/16"
  tags       = { Part = "web" }
}

resource "aws_subnet" "here" {
  vpc_id     = aws_vpc.here.id
  cidr_block = "10.0.0.0/24"
}

resource "aws_ecs_cluster" "web" {
  name = "web"
}

resource "aws_ecs_service" "web" {
  name            = "web"
  cluster         = aws_ecs_cluster.web.arn
  task_definition = "web:1"
  launch_type     = "FARGATE"

  deployment_configuration {
    strategy = "CANARY"

    canary_configuration {
      canary_percent = 10
    }
  }
  deployment_circuit_breaker {
    enable   = true
    rollback = true
  }
}

resource "aws_dynamodb_table" "events" {
  name     = "events"
  hash_key = "id"

  attribute {
    name = "id"
    type = "S"
  }
  replica {
    region_name = "eu-west-1"
  }
}

resource "aws_cloudwatch_log_group" "web" {
  name              = "web"
  retention_in_days = 30
}

resource "aws_wafv2_web_acl" "web" {
  name  = "web"
  scope = "REGIONAL"

  default_action {
    allow {}
  }

  rule {
    name     = "rate"
    priority = 1

    action {
      block {}
    }
    statement {
      rate_based_statement {
        limit = 2000

        scope_down_statement {
          not_statement {
            statement {
              byte_match_statement {
                positional_constraint = "EXACTLY"
                search_string         = "/events"

                field_to_match {
                  uri_path {}
                }
                text_transformation {
                  priority = 0
                  type     = "NONE"
                }
              }
            }
          }
        }
      }
    }
    visibility_config {
      cloudwatch_metrics_enabled = true
      metric_name                = "rate"
      sampled_requests_enabled   = false
    }
  }

  visibility_config {
    # of all
    cloudwatch_metrics_enabled = true
    metric_name                = "web"
    sampled_requests_enabled   = false
  }
}
