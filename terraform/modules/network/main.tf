# The network of one region: a range of addresses, two or three zones, in each a public subnet for the load balancer and
# NAT, and a private one for everything else.

data "aws_availability_zones" "usable" {
  #checkov:skip=CKV_AWS_394:only the first two or three by name are taken; a new zone of AWS has a later letter and changes nothing
  region = var.region
  state  = "available"
  # Old zones that AWS no longer builds on: no Graviton hosts in the first, no CloudFront VPC origins in both.
  exclude_zone_ids = ["use1-az3", "apne1-az3"]

  # Local and Wavelength zones have to be opted in to, and have no load balancers of the usual kind.
  filter {
    name   = "opt-in-status"
    values = ["opt-in-not-required"]
  }

  lifecycle {
    postcondition {
      condition     = length(self.names) >= var.zones
      error_message = "${var.region} has only ${length(self.names)} usable zones for this account: set zones to 2, or choose another region."
    }
  }
}

locals {
  zones = slice(sort(data.aws_availability_zones.usable.names), 0, var.zones)

  # Three quarters of the range for private subnets, the last for public ones: for a /16, private /18 and public /20.
  # A place is kept for the third zone, so that two can become three and nothing is made anew.
  private_cidrs = { for place, zone in local.zones : zone => cidrsubnet(var.cidr, 2, place) }
  public_cidrs  = { for place, zone in local.zones : zone => cidrsubnet(var.cidr, 4, 12 + place) }
}

resource "aws_vpc" "this" {
  region               = var.region
  cidr_block           = var.cidr
  enable_dns_support   = true
  enable_dns_hostnames = true

  tags = { Name = var.name }
}

# Whoever forgets to name a security group gets this one, which lets nothing in and nothing out.
resource "aws_default_security_group" "closed" {
  region = var.region
  vpc_id = aws_vpc.this.id

  tags = { Name = "${var.name}-closed" }
}

resource "aws_internet_gateway" "this" {
  region = var.region
  vpc_id = aws_vpc.this.id

  tags = { Name = var.name }
}

resource "aws_subnet" "public" {
  for_each = local.public_cidrs

  region            = var.region
  vpc_id            = aws_vpc.this.id
  availability_zone = each.key
  cidr_block        = each.value
  # The load balancer and NAT bring their own addresses; nothing else belongs here.
  map_public_ip_on_launch = false

  tags = { Name = "${var.name}-public-${each.key}" }
}

resource "aws_subnet" "private" {
  for_each = local.private_cidrs

  region                  = var.region
  vpc_id                  = aws_vpc.this.id
  availability_zone       = each.key
  cidr_block              = each.value
  map_public_ip_on_launch = false

  tags = { Name = "${var.name}-private-${each.key}" }
}

resource "aws_route_table" "public" {
  region = var.region
  vpc_id = aws_vpc.this.id

  tags = { Name = "${var.name}-public" }
}

resource "aws_route" "internet" {
  region                 = var.region
  route_table_id         = aws_route_table.public.id
  destination_cidr_block = "0.0.0.0/0"
  gateway_id             = aws_internet_gateway.this.id
}

resource "aws_route_table_association" "public" {
  for_each = aws_subnet.public

  region         = var.region
  subnet_id      = each.value.id
  route_table_id = aws_route_table.public.id
}

# One table a zone: with NAT per zone each has its own way out.
resource "aws_route_table" "private" {
  for_each = toset(local.zones)

  region = var.region
  vpc_id = aws_vpc.this.id

  tags = { Name = "${var.name}-private-${each.key}" }
}

resource "aws_route_table_association" "private" {
  for_each = aws_subnet.private

  region         = var.region
  subnet_id      = each.value.id
  route_table_id = aws_route_table.private[each.key].id
}
