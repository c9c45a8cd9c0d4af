"""Books that were scored before the sisters' word was read once a block: sound, and going on."""

from collections.abc import Generator
from contextlib import contextmanager

import pytest

from groups.standing import acts as scoring
from ledger.chain import digest_of
from storage.database import Database
from tests.groups.later import NEXT, Later, change_charter, later_in
from tests.groups.living import seed
from tests.groups.standing.test_scoring_words import TWENTY, findings


@contextmanager
def as_before_blocks(monkeypatch: pytest.MonkeyPatch) -> Generator[None]:
    """Let runs be made as they were before: in no block."""
    with monkeypatch.context() as before:
        before.setattr(scoring, "block_after", lambda *_: None)
        yield


@pytest.fixture
async def former(database: Database, monkeypatch: pytest.MonkeyPatch) -> Later:
    """Return the village as it was scored before the sisters' word was read once a block."""
    with as_before_blocks(monkeypatch):
        await seed(database)
    return await later_in(database)


async def test_a_run_in_no_block_is_linked_as_it_was_before_there_were_blocks(
    former: Later,
) -> None:
    """Its digest is that of its columns of then: the charter's version alone, and no block."""
    rows = await former.rows(
        "SELECT s.group_id, s.period, s.number, s.charter, s.base_rate, s.cut, s.digest,"
        " s.standing, s.loans_lent, s.loans_broken, s.recorded_at, c.digest FROM score_runs s"
        " JOIN links c ON c.kind = 'score_runs' AND c.group_id = s.group_id"
        " AND c.ref = s.period ORDER BY s.number"
    )

    assert len(rows) == NEXT - 1
    for group_id, period, *facts, linked in rows:
        assert group_id == former.group_id
        assert linked == digest_of("score_runs", period, tuple(facts))


async def test_books_scored_before_blocks_are_sound_and_go_on(former: Later) -> None:
    sound_before = await findings(former)
    await former.live(NEXT, NEXT + 1)
    blocks = await former.rows(
        "SELECT number, block FROM score_runs WHERE number >= :first ORDER BY number",
        first=NEXT - 1,
    )
    results = [(await former.results(week))[2] for week in range(NEXT - 1, NEXT + 2)]

    # Meena has Sunita, Radha, Kiran and Anita with half a voice each; Sunita and Radha are tied,
    # and so are Kiran and Anita: n is √(4 · 0.25 + 8 · 0.25) = 1.73, of 100 22.4.
    assert blocks == [(NEXT - 1, None), (NEXT, NEXT), (NEXT + 1, NEXT)]
    assert [one.balances[-1] for one in results] == [2240, TWENTY, TWENTY]
    assert (sound_before, await findings(former)) == ([], [])


async def test_the_first_run_after_them_is_the_next_reading(former: Later) -> None:
    assert (await former.page(2, NEXT - 1)).next_reading == former.day(NEXT)


async def test_a_charter_that_changed_among_them_is_sound(
    former: Later, monkeypatch: pytest.MonkeyPatch
) -> None:
    await change_charter(former, "half_at = 6.0", "half_at = 3.0")
    with as_before_blocks(monkeypatch):
        await former.live(NEXT)
    await former.live(NEXT + 1)
    results = [(await former.results(week))[2] for week in (NEXT - 1, NEXT, NEXT + 1)]

    # Meena's n is 1.73: of 100, 1.73 / 7.73 is 22.4 and 1.73 / 4.73 is 36.6.
    assert [one.balances[-1] for one in results] == [2240, 3660, 4000]
    assert await findings(former) == []
