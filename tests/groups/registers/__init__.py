"""Tests of registers: values, money lines and drafts."""
