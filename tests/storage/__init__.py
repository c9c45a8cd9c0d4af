"""Tests of the database's door, on both engines and with a disk that fails."""
