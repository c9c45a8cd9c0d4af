"""Tests of old books: the sheet of an old group at its cut-off day."""
