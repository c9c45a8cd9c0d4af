"""The clock's two steps that repeat what waits, for tests: what they say anew, and to whom."""

import json
from datetime import datetime
from typing import Any

from storage.database import Database
from storage.tx import Tx
from tests.groups.ticking import tick

Said = tuple[str, str, dict[str, Any]]


async def repeated(database: Database, at: datetime) -> list[Said]:
    """Let the clock look and remind; return what it said anew: to whom, which card, its facts."""
    before = await database.read(_last)

    def act(tx: Tx) -> None:
        tick(tx, "what waits", at=at)
        tick(tx, "weekly reminders", at=at)

    await database.write(act)
    rows = await database.read(
        lambda tx: tx.rows(
            "SELECT person_id, kind, facts FROM outbox WHERE n > :before ORDER BY n", before=before
        )
    )
    return [(person_id, kind, json.loads(facts)) for person_id, kind, facts in rows]


async def whom(database: Database, at: datetime) -> list[tuple[str, str]]:
    """Let the clock look and remind; return whom it told anew, and by which card."""
    return [(person_id, kind) for person_id, kind, _ in await repeated(database, at)]


def _last(tx: Tx) -> int:
    return int(tx.value("SELECT COALESCE(MAX(n), 0) FROM outbox"))
