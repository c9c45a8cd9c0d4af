"""PostgreSQL goes away under the running bot: no acknowledged tap is lost, and the bot goes on."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cluster import Server
from tests.torture.postgres import DATABASE, address_of, killed, lived, promoted

SEED = 20261123
KILLS = 1


@pytest.fixture
def server() -> Iterator[Server]:
    """A durable server with an empty database."""
    made = Server.planned()
    made.ensure_started()
    made.create(DATABASE)
    yield made
    made.remove()


async def test_a_server_that_is_killed_under_load_loses_nothing(
    server: Server, tmp_path: Path
) -> None:
    story = killed(server, KILLS, seconds=1.0)

    outcome = await lived(tmp_path, server.url(DATABASE), "webhook", story, seed=SEED)

    assert (list(outcome.broken), outcome.taken_meanwhile, outcome.reds) == ([], 0, KILLS)
    assert outcome.taken == outcome.sent >= outcome.answered > 0


async def test_a_standby_takes_the_place_of_a_server_that_died(
    server: Server, tmp_path: Path
) -> None:
    standby = server.make_standby()
    both = address_of(server, standby)
    try:
        story = promoted(server, standby, of_both=both)
        outcome = await lived(tmp_path, both, "polling", story, seed=SEED)
    finally:
        standby.remove()

    assert (list(outcome.broken), outcome.taken_meanwhile) == ([], 0)
    assert outcome.taken == outcome.sent >= outcome.answered > 0
