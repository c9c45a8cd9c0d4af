"""Each kind of thing that waits is said again to whom it is asked, by the card by which it came."""

from dataclasses import replace

import pytest

from groups.disputes import acts as disputes
from groups.founding.acts import founding
from groups.pending.model import Pending, PendingKind, PendingState
from groups.pending.store import insert_pending
from groups.people.model.people import MemberState
from groups.reminding.effects import CARDS
from groups.reminding.facts.waits import READERS
from groups.reminding.model import What
from groups.vouches.acts import proxies
from storage.database import Database
from tests.groups.hamlet import BEGIN, Hamlet
from tests.groups.lenders import ASKED, lenders
from tests.groups.reminding.repeated import repeated, whom
from tests.groups.sisters import NOON, SAVING, after, sisters
from tests.groups.ticking import tick

LARGE = replace(ASKED, amount=10_001_00)  # above the charter's limit


def test_each_kind_is_read_and_has_its_card() -> None:
    assert (set(READERS), set(CARDS)) == (set(What), set(What))


@pytest.mark.both_engines
async def test_a_group_that_asks_to_begin_is_said_again_to_those_who_may_admit_it(
    hamlet: Hamlet,
) -> None:
    asha = await hamlet.head()
    group = await hamlet.found()
    told = [await whom(hamlet.database, BEGIN.replace(day=26)) for _ in range(2)]
    hamlet.pass_days(7)
    week = [await whom(hamlet.database, hamlet.at()) for _ in range(2)]
    await hamlet.write(founding.admit, asha, group.id, at=hamlet.at())
    hamlet.pass_days(7)

    assert (told, week) == ([[], []], [[(asha.person_id, "admit_group")], []])
    assert await whom(hamlet.database, hamlet.at()) == []


async def test_a_group_that_was_refused_is_not_said_again(hamlet: Hamlet) -> None:
    asha = await hamlet.head()
    group = await hamlet.found()
    hamlet.pass_days(7)
    await hamlet.write(tick, "what waits", at=hamlet.at())
    await hamlet.write(founding.refuse_group, asha, group.id, at=hamlet.at())

    assert await whom(hamlet.database, hamlet.at()) == []
    assert await hamlet.rows("SELECT group_id FROM waits") == []


async def test_a_vote_is_asked_again_of_those_who_have_not_voted(database: Database) -> None:
    group = await lenders(database)
    loan = await group.propose(3)
    for n in (1, 5):
        await group.say(n, loan)
    await group.sisters.set_state(6, MemberState.FROZEN)
    said = await repeated(database, after(7))

    assert [(to, kind) for to, kind, _ in said] == [("gp2", "loan_ballot"), ("gp4", "loan_ballot")]
    assert {(facts["loan_id"], facts["voted"], facts["yes"]) for _, _, facts in said} == {
        (loan.id, None, None)
    }


async def test_a_ballot_that_is_over_is_not_said_again(database: Database) -> None:
    group = await lenders(database)
    await group.propose(3)
    await group.sisters.write(tick, "ballots", new_id=group.sisters.new_id, at=after(20))

    assert await whom(database, after(20)) == []


async def test_a_loan_that_the_group_has_carried_is_said_again_to_the_facilitator(
    database: Database,
) -> None:
    group = await lenders(database, saved=4000_00)
    loan = await group.carried(3, LARGE)
    [(to, kind, facts)] = await repeated(database, after(7))

    assert (to, kind, facts["loan_id"]) == ("gp0", "loan_decide", loan.id)
    assert facts["record"]["savings"] == 4000_00


async def test_a_hand_over_is_asked_again_of_those_who_have_not_confirmed(
    database: Database,
) -> None:
    group = await lenders(database)
    loan = await group.carried(3)
    await group.confirmed(loan, 1)
    told = await repeated(database, after(7))
    await group.confirmed(loan, 2, 3, at=after(8))

    assert [(to, kind, facts["is_hers"]) for to, kind, facts in told] == [
        ("gp2", "loan_confirm", False),
        ("gp3", "loan_confirm", True),
    ]
    assert await whom(database, after(14)) == []


async def test_a_line_that_is_marked_as_wrong_is_said_again_to_the_facilitator(
    database: Database,
) -> None:
    group = await sisters(database)
    closed = await group.meet(NOON, group.body(6 * SAVING))
    subject = f"line:{closed.minutes.meeting_id}"
    whose = (group.actor(3), "g", subject)
    dispute = await group.write(disputes.ask, *whose, new_id=group.new_id, at=NOON)
    [(to, kind, facts)] = await repeated(database, after(7))

    assert (to, kind, facts["dispute_id"]) == ("gp0", "disputed", dispute.id)


async def test_words_by_anothers_hand_are_said_again_to_the_facilitator_alone(
    database: Database,
) -> None:
    group = await sisters(database, members=8)
    for receiver in (4, 5):
        whose = (group.actor(1), "g", group.member(7), group.member(receiver))
        await group.write(proxies.speak, *whose, new_id=group.new_id, at=NOON)

    assert await repeated(database, after(7)) == [
        ("gp0", "proxies_wait", {"group_id": "g", "group": "Ekta", "_since": "2026-11-20"})
    ]


@pytest.mark.parametrize("kind", list(PendingKind))
async def test_every_kind_of_pending_change_is_said_again(
    database: Database, kind: PendingKind
) -> None:
    group = await sisters(database)
    await group.write(insert_pending, _pending(kind))
    said = await repeated(database, after(7))

    of_facilitator = [] if kind is PendingKind.ERASURE else [("gp0", False)]
    assert [(to, facts["is_hers"]) for to, _, facts in said] == [*of_facilitator, ("gp3", True)]
    assert {(it, facts["kind"]) for _, it, facts in said} == {("pending_again", kind.value)}


@pytest.mark.both_engines
async def test_a_facilitator_who_asked_for_a_change_may_not_hurry_it(database: Database) -> None:
    group = await sisters(database)
    await group.write(insert_pending, replace(_pending(PendingKind.MOVE), asked_by="gp0"))
    said = await repeated(database, after(7))

    assert [(to, facts["may_hurry"]) for to, _, facts in said] == [("gp0", False), ("gp3", True)]


def _pending(kind: PendingKind) -> Pending:
    asked, due = PendingState.ASKED, after(2)
    return Pending("c", "g", kind, "gm3", {}, None, asked, "gm1", NOON, due)


async def test_all_that_waits_in_a_group_is_one_list_in_a_fixed_order(database: Database) -> None:
    group = await lenders(database, saved=4000_00)
    await group.carried(3, LARGE)
    await group.sisters.write(insert_pending, _pending(PendingKind.MOVE))
    said = await repeated(database, after(8))

    lines = [["Ekta", "change", 1, "2026-11-20"], ["Ekta", "loan", 1, "2026-11-20"]]
    assert ("gp0", "still_waits", {"lines": lines}) in said
