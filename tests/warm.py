"""One migrated PostgreSQL database that the tests of a process use, one after another.

On a busy machine, emptying it takes 22 ms and copying an empty one 60; the server works a little
less, too, as it has read the tables before.
"""

import psycopg
from psycopg import sql

from tests.cluster import Cluster

# Who still holds a lock; who is only leaving is not waited for, which takes a tenth of a second.
_LEFT_OVER = """
    SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()
      AND pid IN (SELECT pid FROM pg_locks)
"""
_WITH_ROWS = """
    SELECT relname, pg_relation_size(oid) FROM pg_class
    WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
      AND relname <> 'schema_migrations' AND pg_relation_size(oid) > 0
"""
# From their beginning: numbers of entries and messages are seen in what a test expects.
_SEQUENCES = """
    SELECT setval(format('%I.%I', schemaname, sequencename)::regclass, start_value, false)
    FROM pg_sequences WHERE last_value IS NOT NULL
"""
_GROWN_BYTES = 1 << 17  # a test reads over what all before it have left in a table
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
        found = self._door.execute(_WITH_ROWS).fetchall()
        tables = {name: sql.Identifier(name) for name, _ in found}
        deletes = [sql.SQL("DELETE FROM {}; ").format(table) for table in tables.values()]
        self._door.execute(sql.Composed([*deletes, sql.SQL(_SEQUENCES)]))
        grown = [tables[name] for name, size in found if size > _GROWN_BYTES]
        if grown:
            self._door.execute(sql.SQL("VACUUM {}").format(sql.SQL(", ").join(grown)))
        return True

    def close(self) -> None:
        """Disconnect."""
        self._door.close()

    def _shape_now(self) -> object:
        return self._door.execute(_SHAPE).fetchone()
