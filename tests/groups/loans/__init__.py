"""Tests of loans in numbers: terms, schedule, outstanding, arrears and interest."""
