"""The tests, in the shape of the tree they test; `journeys/` tell whole stories.

`conftest.py` gives every test a database on both engines and a browser; `cluster.py` is the
PostgreSQL server behind it.
"""
