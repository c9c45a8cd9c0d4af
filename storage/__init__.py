"""One door to the database: SQLite by default, PostgreSQL to scale out.

Reading order: `tx` (what a use case sees), `database` (what an edge sees, and how to open one),
`sqlite` with `group_commit` and `sqlite_tx`, `postgres` with `postgres_tx`, `migrate`. The tables
themselves are in `migrations/`. Nothing here knows what a member or a posting is.
"""
