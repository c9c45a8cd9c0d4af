"""`python bot.py inbox` and `clock` list what is put aside beside the bot; then it is retried."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from groups.messages.acts import clock_work, inbox, pulse
from house import real_now
from storage.database import Database, open_database
from tests.journeys.place import free_port
from tests.journeys.process import command

AT = datetime(2026, 11, 20, 10, 30, tzinfo=UTC)


async def test_what_was_put_aside_is_listed_beside_the_bot_and_retried_without_it(
    tmp_path: Path,
) -> None:
    env = {"DATABASE_URL": f"sqlite:///{tmp_path / 'saakh.db'}"}
    database = await open_database(env["DATABASE_URL"])
    await _park(database)

    listed = await command("inbox", "list", env=env)
    refused = await command("inbox", "retry", "11", env=env | {"WEB_PORT": str(free_port())})
    await database.close()
    retried = await command("inbox", "retry", env=env)

    said = "11  message  5 tries  KeyError  came 2026-11-20 10:30 UTC\n"
    assert (listed.status, listed.out) == (0, said)
    assert (refused.status, "no bot answers at 127.0.0.1" in refused.err) == (1, True)
    assert (retried.status, retried.out) == (0, "1 update will be tried again.\n")


async def test_an_update_that_can_never_work_is_put_away_after_a_second_thought(
    tmp_path: Path,
) -> None:
    env = {"DATABASE_URL": f"sqlite:///{tmp_path / 'saakh.db'}"}
    database = await open_database(env["DATABASE_URL"])
    await _park(database)

    beside = await command("inbox", "drop", "11", "--yes", env=env | {"WEB_PORT": f"{free_port()}"})
    await database.close()
    thought = await command("inbox", "drop", "11", env=env)
    other = await command("inbox", "drop", "12", env=env)
    dropped = await command("inbox", "drop", "11", "--yes", env=env)
    listed = [await command("inbox", words, env=env) for words in ("list", "dropped")]

    assert (beside.status, "no bot answers at 127.0.0.1" in beside.err) == (1, True)
    assert (thought.status, "is in no book, and never will be" in thought.out) == (1, True)
    assert (other.status, "No update 12 is put aside" in other.err) == (1, True)
    assert (dropped.status, dropped.out) == (
        0,
        "Update 11 is put away. Nobody could be told of it.\n",
    )
    said = "11  message  5 tries  KeyError  came 2026-11-20 10:30 UTC  put away "
    assert (listed[0].out, listed[1].out[: len(said)]) == ("", said)


async def _park(database: Database) -> None:
    await database.write(inbox.store, [(11, 7, '{"message": {"text": "12 345 of Sunita"}}')], at=AT)
    for _ in range(inbox.TRIES_MAX):
        await database.write(inbox.broke, 11, "KeyError", at=AT)


async def test_what_the_clock_put_aside_is_listed_and_retried_likewise(tmp_path: Path) -> None:
    env = {"DATABASE_URL": f"sqlite:///{tmp_path / 'saakh.db'}"}
    database = await open_database(env["DATABASE_URL"])
    await database.write(clock_work.put_aside, "interest", "g1", "KeyError", at=AT)
    await database.write(clock_work.put_aside, "outbox sweep", "", "KeyError", at=AT)

    listed = await command("clock", "list", env=env)
    refused = await command("clock", "retry", env=env | {"WEB_PORT": str(free_port())})
    await database.close()
    retried = await command("clock", "retry", env=env)

    when = "since 2026-11-20 10:30 UTC  again 2026-11-20 10:31 UTC"
    assert listed.out.splitlines() == [
        f"interest  group g1  1 tries  KeyError  {when}",
        f"outbox sweep  group none  1 tries  KeyError  {when}",
    ]
    assert (refused.status, "no bot answers at 127.0.0.1" in refused.err) == (1, True)
    assert (retried.status, retried.out) == (0, "2 steps will be tried again.\n")


async def test_a_leap_of_the_clock_is_accepted_before_anything_is_scored(tmp_path: Path) -> None:
    env = {"DATABASE_URL": f"sqlite:///{tmp_path / 'saakh.db'}"}
    database = await open_database(env["DATABASE_URL"])
    await database.write(pulse.ticked, at=real_now() - timedelta(days=9))
    await database.close()

    refused = await command("score", env=env)
    shown = await command("clock", env=env)
    accepted = await command("clock", "--accept", env=env)
    scored = await command("score", env=env)

    assert (refused.status, "bot.py clock --accept" in refused.err) == (1, True)
    assert "more than eight days past the last tick" in shown.out
    assert (accepted.status, accepted.out.startswith("Accepted: it is ")) == (0, True)
    assert (scored.status, scored.out) == (0, "0 periods scored.\n")
