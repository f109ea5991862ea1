# The way out for what is private. Nothing comes in by it.

locals {
  # In which zones there is a gateway of its own.
  nat_zones = {
    none     = []
    one      = [local.zones[0]]
    per-zone = local.zones
    regional = []
  }[var.nat]

  # Which gateway each zone takes.
  ways_out = {
    for zone in local.zones : zone =>
    var.nat == "regional" ? aws_nat_gateway.regional[0].id : aws_nat_gateway.zonal[var.nat == "one" ? local.zones[0] : zone].id
    if var.nat != "none"
  }
}

resource "aws_eip" "nat" {
  #checkov:skip=CKV2_AWS_19:each belongs to a NAT gateway; of repeated ones the check sees the first only
  for_each = toset(local.nat_zones)

  region = var.region
  domain = "vpc"

  tags = { Name = "${var.name}-nat-${each.key}" }
}

resource "aws_nat_gateway" "zonal" {
  for_each = toset(local.nat_zones)

  region        = var.region
  subnet_id     = aws_subnet.public[each.key].id
  allocation_id = aws_eip.nat[each.key].id

  tags = { Name = "${var.name}-${each.key}" }

  depends_on = [aws_internet_gateway.this]
}

# AWS gives it addresses itself, in each zone where something runs.
resource "aws_nat_gateway" "regional" {
  count = var.nat == "regional" ? 1 : 0

  region            = var.region
  vpc_id            = aws_vpc.this.id
  availability_mode = "regional"

  tags = { Name = var.name }

  depends_on = [aws_internet_gateway.this]
}

resource "aws_route" "nat" {
  for_each = local.ways_out

  region                 = var.region
  route_table_id         = aws_route_table.private[each.key].id
  destination_cidr_block = "0.0.0.0/0"
  nat_gateway_id         = each.value
}
