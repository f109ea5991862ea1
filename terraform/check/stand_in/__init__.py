"""A stand-in for the provider hashicorp/aws, for machines that cannot fetch the real one.

It carries the real provider's schema (names, types, nesting, what is required or computed), plans with it and invents
what AWS would answer. It never talks to AWS, and nothing it says proves that AWS would agree.
"""
