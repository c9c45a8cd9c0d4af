"""Tests of books on paper: in words, as workbooks and as pages."""
