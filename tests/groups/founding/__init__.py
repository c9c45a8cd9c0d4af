"""Tests of founding: how a group starts."""
