"""One migrated PostgreSQL database that the tests of a process use, one after another.

Emptying it takes a few milliseconds, copying an empty one fifty, and what the server has read of
its tables stays warm.
"""

import psycopg
from psycopg import sql

from tests.cluster import Cluster

_LEFT_OVER = """
    SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()
"""
_WITH_ROWS = """
    SELECT relname FROM pg_class
    WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
      AND relname <> 'schema_migrations' AND pg_relation_size(oid) > 0
"""
# From their beginning: numbers of entries and messages are seen in what a test expects.
_SEQUENCES = """
    SELECT setval(format('%I.%I', schemaname, sequencename)::regclass, start_value, false)
    FROM pg_sequences WHERE last_value IS NOT NULL
"""
_SHAPE = """
    SELECT md5(CONCAT(
      (SELECT string_agg(CONCAT_WS(' ', oid, relname, relnatts), ',' ORDER BY oid) FROM pg_class
       WHERE relnamespace = 'public'::regnamespace),
      (SELECT string_agg(CONCAT_WS(' ', oid, tgenabled), ',' ORDER BY oid) FROM pg_trigger),
      (SELECT string_agg(CONCAT_WS(' ', oid, conname), ',' ORDER BY oid) FROM pg_constraint
       WHERE connamespace = 'public'::regnamespace),
      (SELECT string_agg(CONCAT_WS(' ', oid, prosrc), ',' ORDER BY oid) FROM pg_proc
       WHERE pronamespace = 'public'::regnamespace)
    ))
"""


class WarmDatabase:
    """A migrated database, emptied before each test; `cluster` has it, `template` is its tables."""

    def __init__(self, cluster: Cluster, name: str, template: str) -> None:
        self.name = name
        self.url = cluster.create(name, template)
        self._door = psycopg.connect(self.url, autocommit=True)
        self._door.execute("SET session_replication_role = replica")  # no trigger, no foreign key
        self._shape = self._shape_now()

    def emptied(self) -> bool:
        """Delete every row; False, and nothing is deleted, where a test has changed the tables."""
        self._door.execute(_LEFT_OVER)
        if self._shape_now() != self._shape:
            return False
        tables = [sql.Identifier(str(name)) for (name,) in self._door.execute(_WITH_ROWS)]
        for table in tables:
            self._door.execute(sql.SQL("DELETE FROM {}").format(table))
        if tables:  # or each test would read over what all before it have left
            self._door.execute(sql.SQL("VACUUM {}").format(sql.SQL(", ").join(tables)))
        self._door.execute(_SEQUENCES)
        return True

    def close(self) -> None:
        """Disconnect."""
        self._door.close()

    def _shape_now(self) -> object:
        return self._door.execute(_SHAPE).fetchone()
