"""Tests of the charter, the rules of a group as data."""
