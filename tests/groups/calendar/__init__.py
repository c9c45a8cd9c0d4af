"""Tests of the calendar: days, rhythms, periods and zones."""
