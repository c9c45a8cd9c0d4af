"""Tests of the door to the database, on both engines and with a disk that fails."""
