"""A line marked as wrong: by its owner, once, decided by her facilitator with a reason."""

import pytest

from groups import disputes
from groups.model.refusals import (
    AlreadyDecided,
    AlreadyDisputed,
    NotFound,
    NotYours,
    ReasonMissing,
)
from groups.store.disputes import Dispute
from groups.store.runs import select_runs
from storage.database import Database
from storage.tx import Tx
from tests.groups.living import NOW, counter, somebody, the_group

_new_id = counter("d")


def _subject(tx: Tx) -> str:
    """The name of the last week that was scored."""
    return f"score:{select_runs(tx, the_group(tx).id, 1)[-1].period}"


async def mark(village: Database, number: int = 4, subject: str | None = None) -> Dispute:
    """The member of this number says that her last line is wrong."""

    def act(tx: Tx) -> Dispute:
        marked = subject or _subject(tx)
        who, group = somebody(tx, number), the_group(tx).id
        return disputes.ask(tx, who, group, marked, new_id=_new_id, at=NOW)

    return await village.write(act)


async def decide(village: Database, dispute: Dispute, number: int = 0, why: str = "seen") -> None:
    """She of this number, 0 is the facilitator, finds it right."""

    def act(tx: Tx) -> None:
        who = somebody(tx, number)
        disputes.decide(tx, who, dispute.id, disputes.UPHELD, why, new_id=_new_id, at=NOW)

    await village.write(act)


async def test_a_marked_line_waits_for_the_facilitator(village: Database) -> None:
    dispute = await mark(village)
    waits = await village.read(lambda tx: disputes.waiting(tx, somebody(tx, 0), the_group(tx).id))

    assert [(one.id, one.number) for one in waits] == [(dispute.id, 4)]


async def test_a_line_is_marked_once(village: Database) -> None:
    await mark(village)

    with pytest.raises(AlreadyDisputed):
        await mark(village)


async def test_a_line_written_another_way_is_not_there(village: Database) -> None:
    subject = await village.read(_subject)

    with pytest.raises(NotFound):
        await mark(village, subject=subject.replace("-", ""))


@pytest.mark.parametrize("subject", ["score:1999-01-01", "score:never", "saving:2026-11-20", ""])
async def test_a_line_that_is_not_hers_is_not_there(village: Database, subject: str) -> None:
    with pytest.raises(NotFound):
        await mark(village, subject=subject or "score:")


async def test_a_decided_line_waits_no_more(village: Database) -> None:
    await decide(village, await mark(village))

    assert (
        await village.read(lambda tx: disputes.waiting(tx, somebody(tx, 0), the_group(tx).id)) == ()
    )


async def test_a_line_is_decided_once(village: Database) -> None:
    dispute = await mark(village)
    await decide(village, dispute)

    with pytest.raises(AlreadyDecided):
        await decide(village, dispute)


async def test_a_decision_needs_a_reason(village: Database) -> None:
    with pytest.raises(ReasonMissing):
        await decide(village, await mark(village), why=" ")


async def test_the_leader_decides_nothing(village: Database) -> None:
    with pytest.raises(NotYours) as refusal:
        await decide(village, await mark(village), number=1)

    assert refusal.value == NotYours("facilitator")


async def test_a_mark_that_is_not_there_is_not_found(village: Database) -> None:
    dispute = await mark(village)

    with pytest.raises(NotFound):
        await village.write(
            lambda tx: disputes.decide(
                tx, somebody(tx, 0), dispute.id + "x", disputes.UPHELD, "r", new_id=_new_id, at=NOW
            )
        )


async def test_a_decision_is_one_of_two(village: Database) -> None:
    dispute = await mark(village)

    with pytest.raises(NotFound):
        await village.write(
            lambda tx: disputes.decide(
                tx, somebody(tx, 0), dispute.id, "forgotten", "r", new_id=_new_id, at=NOW
            )
        )


async def test_without_a_facilitator_a_mark_waits_for_one(village: Database) -> None:
    def looked_after_by_nobody(tx: Tx) -> None:
        group_id = the_group(tx).id
        tx.run("UPDATE groups SET facilitator_id = NULL WHERE id = :id", id=group_id)

    await village.write(looked_after_by_nobody)
    dispute = await mark(village)
    told = await village.read(
        lambda tx: tx.value("SELECT COUNT(*) FROM outbox WHERE kind = 'disputed'")
    )

    assert (dispute.state, told) == ("open", 0)
