"""The practice village, seeded once and copied for every test: a group with weeks of past."""

import os
import secrets
import shutil
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

import pytest

import groups
from groups.charter.acts import register_charter
from groups.founding.acts.founding import group_in_chat
from groups.people.acts import persons as people
from groups.people.model.group import Group
from groups.people.model.people import Actor
from groups.practice import village as practice
from storage.database import Database, open_database
from storage.tx import Tx
from tests.cluster import Cluster
from tests.drift import drift

CHARTER = (Path(groups.__file__).parent / "charter.toml").read_text()
NOW = datetime(2026, 11, 23, 11, 14, tzinfo=UTC)  # a Monday afternoon in the village
PAST = "past"


def counter(prefix: str = "id") -> Callable[[], str]:
    """Return a function that makes ids with rising numbers."""
    numbers = count(1)
    return lambda: f"{prefix}{next(numbers):05}"


async def seed(
    database: Database, *, now: datetime = NOW, steps: int = 1000, language: str = "en"
) -> None:
    """Write the village's past, or only its first steps."""
    version = await database.write(register_charter, CHARTER, now)
    acts = practice.past(now=now, new_id=counter(), charter_version=version, language=language)
    for _, act in zip(range(steps), acts, strict=False):
        await database.write(act)


def the_group(tx: Tx) -> Group:
    """Return the village's group."""
    group = group_in_chat(tx, practice.CHAT_ID)
    assert group is not None
    return group


def somebody(tx: Tx, number: int = 1) -> Actor:
    """Return this member as the actor; 0 is the facilitator."""
    person = practice.CAST[number - 1] if number else practice.FACILITATOR
    actor = people.person_of(tx, person.telegram_id)
    assert actor is not None
    return actor


async def copied(
    engine: str,
    tmp_path: Path,
    tmp_path_factory: pytest.TempPathFactory,
    request: pytest.FixtureRequest,
) -> AsyncIterator[str]:
    """Yield the address of a copy of the seeded village; the first call seeds it."""
    ready = tmp_path_factory.getbasetemp() / f"{PAST}_{engine}"
    if engine == "sqlite":
        template = tmp_path_factory.getbasetemp() / f"{PAST}.db"
        if not ready.exists():
            await _seed(f"sqlite:///{template}")
            ready.touch()
        shutil.copyfile(template, tmp_path / "village.db")
        yield f"sqlite:///{tmp_path / 'village.db'}"
        return
    cluster: Cluster = request.getfixturevalue("cluster")
    template_name = f"{PAST}_{os.getpid()}"
    if not ready.exists():
        await _seed(cluster.create(template_name))
        ready.touch()
    name = f"t{secrets.token_hex(6)}"
    yield cluster.create(name, template_name)
    cluster.drop(name)


async def opened(url: str) -> AsyncIterator[Database]:
    """Yield the village's database; its books must balance after the test."""
    database = await open_database(url)
    try:
        yield database
        assert list(await database.read(drift)) == []
    finally:
        await database.close()


async def _seed(url: str) -> None:
    database = await open_database(url)
    try:
        await seed(database)
    finally:
        await database.close()
