"""A week in the practice village passes at one press: no phone is flooded by its reminders."""

from collections import Counter
from datetime import datetime
from typing import Protocol

import pytest

from groups.practice.next_due import next_meeting, next_scoring
from storage.database import Database
from storage.tx import Tx
from tests.groups.living import NOW, counter
from tests.groups.ticking import tick

STEPS = ("pending changes", "ballots", "open meetings", "meeting days", "what waits")
PRESSES = 8


class Find(Protocol):
    """Finds the moment to which a press moves the clock."""

    def __call__(self, tx: Tx, *, at: datetime) -> datetime | None: ...


async def pressed(village: Database, at: datetime, name: str) -> Counter[tuple[str, str]]:
    """Let the clock look after a press; return how often each person got each kind of message."""

    def act(tx: Tx) -> list[tuple[str, str]]:
        last = tx.value("SELECT COALESCE(MAX(n), 0) FROM outbox")
        for step in (*STEPS, "weekly reminders"):
            tick(tx, step, at=at, new_id=counter(name))
        return [
            (str(person_id), str(kind))
            for person_id, kind in tx.rows(
                "SELECT person_id, kind FROM outbox WHERE n > :last AND person_id IS NOT NULL",
                last=last,
            )
        ]

    return Counter(await village.write(act))


@pytest.mark.parametrize("find", [next_scoring, next_meeting])
async def test_a_press_brings_few_messages_to_each_phone(village: Database, find: Find) -> None:
    at, kinds = NOW, set[str]()
    for n in range(PRESSES):
        found = await village.read(find, at=at)
        assert found is not None
        at = found
        said = await pressed(village, at, f"{n}-")
        each = Counter(person_id for person_id, _ in said.elements())
        kinds |= {kind for _, kind in said}

        assert max(said.values(), default=0) <= 1
        assert max(each.values(), default=0) <= 2  # a meeting's reminder, and all that waits
    assert "meetings_stopped" in kinds  # nobody meets there
    assert kinds & {"still_waits", "loan_ballot", "loan_confirm"}
