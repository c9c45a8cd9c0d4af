"""Tests of the rules; `plain.py` scores once more, straight from the page."""
