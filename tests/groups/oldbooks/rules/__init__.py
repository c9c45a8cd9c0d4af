"""Tests of the rules of old books."""
