"""Tests of disputes: a member marks a line as wrong."""
