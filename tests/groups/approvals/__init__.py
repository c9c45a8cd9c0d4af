"""Tests of approvals: requests that need a second person."""
