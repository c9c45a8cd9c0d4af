"""Tests of standing: evidence, the scoring run, points and the grade."""
