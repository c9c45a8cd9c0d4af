"""Tests of reading and checking a charter."""
