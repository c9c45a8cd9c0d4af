"""`python bot.py inbox`: what was put aside is listed while the bot runs, and tried again after."""

from datetime import UTC, datetime
from pathlib import Path

from groups import inbox
from storage.database import Database, open_database
from tests.journeys.process import command

AT = datetime(2026, 11, 20, 10, 30, tzinfo=UTC)


async def test_what_was_put_aside_is_listed_beside_the_bot_and_retried_without_it(
    tmp_path: Path,
) -> None:
    env = {"DATABASE_URL": f"sqlite:///{tmp_path / 'saakh.db'}"}
    database = await open_database(env["DATABASE_URL"])
    await _park(database)

    listed = await command("inbox", "list", env=env)
    refused = await command("inbox", "retry", env=env)
    await database.close()
    retried = await command("inbox", "retry", env=env)

    assert (listed.status, listed.out) == (0, "11  5 tries  KeyError\n")
    assert (refused.status, "has saakh.db open for writing" in refused.err) == (1, True)
    assert (retried.status, retried.out) == (0, "1 updates will be tried again.\n")


async def _park(database: Database) -> None:
    await database.write(inbox.store, [(11, 7, "{}")], at=AT)
    for _ in range(inbox.TRIES_MAX):
        await database.write(inbox.broke, 11, "KeyError", at=AT)
