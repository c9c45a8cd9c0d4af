"""Tests of privacy: what is recorded of a member, and erasure."""
