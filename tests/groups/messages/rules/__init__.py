"""Tests of the rules of messages."""
