"""Tests of verifying: recompute everything and compare."""
