"""Tests of the pages that members and the group see."""
