"""Tests of the rules of the calendar."""
