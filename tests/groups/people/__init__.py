"""Tests of people: persons, groups, members, roles, kin and rights."""
