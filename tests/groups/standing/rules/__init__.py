"""Tests of the rules of standing."""
