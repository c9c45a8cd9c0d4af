"""Tests of turns: the PIN, and a member's turn on a lent phone."""
