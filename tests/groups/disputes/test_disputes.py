"""A line is marked as wrong once, by its owner; her facilitator decides, with a reason."""

import pytest

from groups.disputes import acts as disputes
from groups.disputes.effects import CORRECTED, UPHELD
from groups.disputes.model import AlreadyDisputed, LineKind, NotPutRight, OpenDispute
from groups.disputes.store import Dispute
from groups.pages import acts as pages
from groups.people.model.refusals import AlreadyDecided, NotFound, NotYours, ReasonMissing
from groups.registers.model.meeting import Mark
from groups.standing.store.runs import select_runs
from storage.database import Database
from storage.tx import Tx
from tests.groups.later import NEXT, Later
from tests.groups.living import NOW, counter, somebody, the_group

_new_id = counter("d")


def _subject(tx: Tx) -> str:
    """Return the subject of the last scored week."""
    return f"score:{select_runs(tx, the_group(tx).id, 1)[-1].period}"


async def mark(village: Database, number: int = 4, subject: str | None = None) -> Dispute:
    """Let this member mark a line as wrong; by default her line of the last scored week."""

    def act(tx: Tx) -> Dispute:
        marked = subject or _subject(tx)
        who, group = somebody(tx, number), the_group(tx).id
        return disputes.ask(tx, who, group, marked, new_id=_new_id, at=NOW)

    return await village.write(act)


async def decide(village: Database, dispute: Dispute, number: int = 0, why: str = "seen") -> None:
    """Let this member, or the facilitator (0), decide that the line is right."""

    def act(tx: Tx) -> None:
        who = somebody(tx, number)
        disputes.decide(tx, who, dispute.id, UPHELD, why, new_id=_new_id, at=NOW)

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


@pytest.mark.parametrize(
    "subject",
    ["score:1999-01-01", "score:never", "saving:2026-11-20", "", "entry:none", "line:none"],
)
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
                tx, somebody(tx, 0), dispute.id + "x", UPHELD, "r", new_id=_new_id, at=NOW
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
    count = await village.read(
        lambda tx: tx.value("SELECT COUNT(*) FROM outbox WHERE kind = 'disputed'")
    )

    assert (dispute.state, count) == ("open", 0)


# --- money lines ----------------------------------------------------------------------------------


async def entry_of(later: Later, number: int = 4) -> str:
    """Return the newest line of a member's passbook."""
    who = await later.actor(number)
    page = await later.read(pages.passbook_page, who, later.group_id)
    return f"entry:{page.lines[0].entry}"


async def waiting(later: Later) -> list[OpenDispute]:
    """Return the disputes that wait for the facilitator, over all her groups."""
    return list(await later.read(disputes.waiting_everywhere, await later.actor(0)))


async def test_a_line_of_her_passbook_is_marked_and_shown_so(later: Later) -> None:
    await later.meet(NEXT)
    subject = await entry_of(later)
    await mark(later.database, subject=subject)
    page = await later.read(pages.passbook_page, await later.actor(4), later.group_id)
    [one] = await waiting(later)

    assert [line.is_disputed for line in page.lines[:2]] == [True, False]
    assert (one.number, one.line.kind, one.line.amount, one.line.day) == (
        4,
        LineKind.ENTRY,
        20_00,
        later.day(NEXT),
    )


async def test_a_line_of_anothers_passbook_is_not_there(later: Later) -> None:
    await later.meet(NEXT)
    subject = await entry_of(later, 5)

    with pytest.raises(NotFound):
        await mark(later.database, subject=subject)


async def test_what_the_register_says_of_her_is_marked_where_there_is_no_entry(
    later: Later,
) -> None:
    meeting = await later.meet(NEXT, {4: Mark.ABSENT})
    await mark(later.database, subject=f"line:{meeting}")
    [one] = await waiting(later)

    assert (one.line.amount, one.line.mark, one.line.meeting_id) == (0, Mark.ABSENT, meeting)


async def test_a_register_before_her_time_has_no_line_of_hers(later: Later) -> None:
    meeting = await later.meet(NEXT)
    usha = await later.come_new("Usha", later.noon(NEXT, 1))

    with pytest.raises(NotFound):
        await later.write(
            disputes.ask, usha, later.group_id, f"line:{meeting}", new_id=_new_id, at=NOW
        )


@pytest.mark.parametrize("kind", ["line", "entry"])
async def test_a_confirmed_correction_closes_the_mark_and_she_is_told(
    later: Later, kind: str
) -> None:
    meeting = await later.meet(NEXT)
    subject = f"line:{meeting}" if kind == "line" else await entry_of(later)
    await mark(later.database, subject=subject)
    await mark(later.database, number=5, subject=f"line:{meeting}")
    await later.correct(meeting, 4, Mark.PRESENT, 30_00, later.noon(NEXT, 1))
    decisions = await later.rows("SELECT facts FROM outbox WHERE kind = 'dispute_decided'")
    states = await later.rows("SELECT state FROM disputes ORDER BY asked_at, id")

    assert sorted(states) == [("corrected",), ("open",)]
    assert ["written wrongly" in facts for (facts,) in decisions] == [True]
    assert [one.number for one in await waiting(later)] == [5]


async def test_money_is_not_put_right_by_word_alone(later: Later) -> None:
    await later.meet(NEXT)
    dispute = await mark(later.database, subject=await entry_of(later))

    with pytest.raises(NotPutRight):
        await later.write(
            disputes.decide,
            await later.actor(0),
            dispute.id,
            CORRECTED,
            "seen",
            new_id=_new_id,
            at=NOW,
        )


async def test_a_line_that_was_put_right_is_marked_no_more(later: Later) -> None:
    meeting = await later.meet(NEXT)
    subject = await entry_of(later)
    await later.correct(meeting, 4, Mark.PRESENT, 30_00, later.noon(NEXT, 1))

    with pytest.raises(AlreadyDecided):
        await mark(later.database, subject=subject)


async def test_the_line_that_put_it_right_may_be_marked_too(later: Later) -> None:
    meeting = await later.meet(NEXT)
    await later.correct(meeting, 4, Mark.PRESENT, 0, later.noon(NEXT, 1))
    await mark(later.database, subject=await entry_of(later))
    [one] = await waiting(later)

    assert one.line.amount == -20_00


# --- over all groups ------------------------------------------------------------------------------


async def test_whoever_is_no_facilitator_has_no_list(later: Later) -> None:
    with pytest.raises(NotFound):
        await later.read(disputes.waiting_everywhere, await later.actor(1))


async def test_the_cards_of_what_waits_are_sent_again(later: Later) -> None:
    await mark(later.database)
    count = await later.write(disputes.say_waiting, await later.actor(0), at=NOW)
    rows = await later.rows("SELECT kind FROM outbox WHERE kind = 'disputed'")

    assert (count, len(rows)) == (1, 2)


async def test_the_causes_of_a_week_are_shown_to_who_decides(later: Later) -> None:
    await mark(later.database)
    [one] = await waiting(later)

    assert one.line.points > 0
    assert {"came", "saved"} <= {cause.code for cause in one.line.causes}


async def test_what_waits_for_her_word_is_shown_to_the_facilitator(village: Database) -> None:
    dispute = await mark(village)

    shown = await village.read(lambda tx: disputes.to_decide(tx, somebody(tx, 0), dispute.id))

    assert shown.id == dispute.id


@pytest.mark.parametrize(("number", "refusal"), [(1, NotYours), (0, AlreadyDecided)])
async def test_what_does_not_wait_for_her_word_is_refused(
    village: Database, number: int, refusal: type[Exception]
) -> None:
    dispute = await mark(village)
    await decide(village, dispute)

    with pytest.raises(refusal):
        await village.read(lambda tx: disputes.to_decide(tx, somebody(tx, number), dispute.id))


async def test_no_word_waits_for_a_mark_that_is_not_there(village: Database) -> None:
    with pytest.raises(NotFound):
        await village.read(lambda tx: disputes.to_decide(tx, somebody(tx, 0), "nosuchmark"))
