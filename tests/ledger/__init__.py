"""Tests of the books: posting, the chain, words, statements, faults made by hand, exports."""
