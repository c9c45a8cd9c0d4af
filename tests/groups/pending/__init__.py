"""Tests of what waits and is stopped by one tap."""
