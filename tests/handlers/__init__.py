"""Tests of the handlers: real updates in, a fake wire out, a real database between."""
