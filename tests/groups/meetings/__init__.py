"""Tests of meetings: open, close, correct, minutes and money."""
