"""Tests of lending: asking for a loan, the ballot, the hand-over and later changes."""
