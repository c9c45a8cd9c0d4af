"""Loans in the weekly run: ladder, grade, vouches, the programme's rate, what follows a person."""

import csv
import json
from collections.abc import Awaitable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from groups.joining.effects import memberships
from groups.loans.effects.loans import record_loan, record_step
from groups.loans.model.loan import Loan, LoanState, LoanStep, Purpose
from groups.loans.model.terms import Rate, Terms
from groups.loans.store.loans import Proposal, StepTaken
from groups.pages import acts as pages
from groups.people.facts.names import read_group, read_member
from groups.people.model.deed import Deed
from groups.people.store.groups import insert_seen
from groups.people.store.members import MemberAct, insert_member_act
from groups.people.store.record_acts import RecordAct, insert_record_act
from groups.programme.acts import exports
from groups.registers.model.money import LoanFund, MoneyKind, MoneyLine
from groups.standing.model import Run
from groups.standing.store import runs
from groups.verifying import acts as verifying
from groups.vouches.acts import vouching
from groups.vouches.model.vouch import Vouch
from groups.vouches.store.vouches import insert_vouch
from ledger.books import post
from ledger.findings import Fault, Finding
from ledger.model import Entry, Posting, Reason, paise
from storage.database import Database
from storage.tx import Tx, micros
from tests.groups.lenders import ASKED, Lenders, hands, lenders, pays
from tests.groups.scored import run_next_due
from tests.groups.sisters import NOON, Sisters, after, sisters

A_MONTH = replace(ASKED, amount=1000_00, months=1)
BROKEN = 126  # days: payable on the fifth Friday, and 91 days more
BROKEN_DAY = "2027-03-26"


async def begins(group: Sisters, days: float) -> None:
    """Let the group's first week begin after some days, with an act for every member's joining."""

    def write(tx: Tx) -> None:
        first = after(days).date().isoformat()
        tx.run(
            "UPDATE groups SET first_day = :first WHERE id = :id", first=first, id=group.group_id
        )
        for (member_id,) in tx.rows(
            "SELECT id FROM members WHERE group_id = :id ORDER BY number", id=group.group_id
        ):
            day = after(-100).date()
            joined = MemberAct(group.new_id(), group.group_id, member_id, "joined", day, "clock")
            insert_member_act(tx, joined, at=after(-100))

    await group.write(write)


async def score(group: Sisters, days: float) -> Run:
    """Score everything due by a day; return the last run."""

    def look(tx: Tx) -> Run:
        while run_next_due(tx, at=after(days)):
            pass
        last = runs.select_last_run(tx, group.group_id)
        assert last is not None
        return last

    return await group.write(look)


async def findings(group: Sisters) -> list[Finding]:
    """Return what `verify` finds, except in the chains."""

    def check(tx: Tx) -> list[Finding]:
        of_runs = [it for one in verifying.next_places(tx) for it in verifying.check_run(tx, one)]
        return of_runs + [
            it for one in verifying.next_groups(tx) for it in verifying.check_group(tx, one)
        ]

    return await group.read(check)


def word(group: Sisters, giver: int, receiver: int, days: float) -> Awaitable[Any]:
    """Give a vouch."""
    whose = (group.actor(giver), group.group_id, group.member(receiver))
    return group.write(vouching.give, *whose, new_id=group.new_id, at=after(days))


async def records(group: Sisters) -> dict[str, int]:
    """Return the weight of every vouch, by its giver."""
    return dict(await group.rows("SELECT giver_id, record FROM vouches ORDER BY recorded_at"))


# --- a ladder loan ------------------------------------------------------------------------------


async def first_step(group: Lenders, borrower: int) -> Loan:
    """A DSC loan of the first step, approved as if points had opened it."""
    inner = group.sisters
    loan = Loan(
        id="first",
        group_id=inner.group_id,
        member_id=inner.member(borrower),
        fund=LoanFund.DSC,
        terms=Terms(2000_00, 1, Rate(0)),
        purpose=Purpose.TRADE,
        state=LoanState.PROPOSED,
        ladder_step=1,
        charter="2026-11.2",
        proposed_by=inner.member(borrower),
        proposed_day=after(-7).date(),
        ballot_until=after(-1).date(),
    )

    def write(tx: Tx) -> None:
        record_loan(tx, inner.group_id, Proposal(loan), at=after(-7))
        approved = (LoanStep.CARRY_FINALLY, LoanState.APPROVED, after(-2).date(), "clock")
        record_step(tx, inner.group_id, StepTaken("s1", loan.id, *approved), at=after(-2))

    await inner.write(write)
    return await group.loan(loan)


async def test_a_step_closed_on_time_shows_in_ladder_grade_and_export(database: Database) -> None:
    group = await lenders(database, grant=10_000_00)
    inner = group.sisters
    await begins(inner, -6)
    loan = await first_step(group, 3)
    await group.confirmed(loan, 1, 2, 3)
    await group.meet(NOON, hands(loan))
    await group.meet(after(28), pays(loan, 2000_00), MoneyLine(MoneyKind.DEPOSIT, 5000_00, "gm1"))
    await group.meet(after(35))
    last = await score(inner, 36)

    grade = json.loads(last.grade_json)
    figures = {code: figures for code, _, figures in grade["pillars"]}
    assert grade["steps"] == [5, 1, 0, 0, 0]
    assert figures["lending"] == {"lendable": 16_000_00, "lent": 1600_00}
    assert figures["repayment"] == {"due": 1, "done": 1}
    seen = [await inner.read(pages.points_page, inner.actor(n), "g", at=after(36)) for n in (3, 4)]
    assert [page.ladder.step for page in seen if page.ladder] == [2, 1]
    async with database.long_read() as read:
        [*_, row] = csv.DictReader([line async for line in exports.standings_csv(read)])
    exported = (row["steps_closed"], row["loans_lent"], row["loans_broken"], row["default_rate"])
    assert exported == ("5/1/0/0/0", "1", "0", "0.00")
    assert await findings(inner) == []
    assert await group.is_sound()


# --- a broken loan ------------------------------------------------------------------------------


async def one_of_two_broken(database: Database) -> Lenders:
    """A group in which member 3 breaks her loan, and member 4 repays hers."""
    group = await lenders(database)
    inner = group.sisters
    await begins(inner, BROKEN - 6)
    for giver, receiver in ((5, 3), (2, 3), (6, 4)):
        await word(inner, giver, receiver, -1)
    lent = [await group.carried(n, A_MONTH) for n in (3, 4)]
    for n, loan in zip((3, 4), lent, strict=True):
        await group.confirmed(loan, 1, 2, n)
    await group.meet(NOON, *map(hands, lent))
    await group.meet(after(28), pays(lent[1], 1020_00))
    await group.meet(after(35))
    return group


async def test_a_broken_loan_lowers_the_next_word_of_who_vouched(database: Database) -> None:
    group = await one_of_two_broken(database)
    inner = group.sisters
    page = await inner.read(pages.points_page, inner.actor(3), "g", at=after(29))
    assert page.next_acts[0].code == "pay_instalment"
    first = await score(inner, BROKEN + 1)
    second = await score(inner, BROKEN + 8)

    def unite(tx: Tx) -> None:
        acts = RecordAct("act", "g", inner.member(2), "merged", inner.member(1), "gp0", None)
        insert_record_act(tx, acts, at=after(BROKEN + 8.5))

    await inner.write(unite)
    for giver in (1, 4, 5, 6):
        await word(inner, giver, 4 if giver == 1 else 1, BROKEN + 9)

    assert (first.lent, first.broken, first.base_rate) == (2, 1, 0)
    assert (second.lent, second.broken, second.base_rate) == (0, 0, 500_000)
    weights = await records(inner)
    assert {who: weights[inner.member(who)] for who in (1, 4, 5, 6)} == {
        1: 500_000,  # because of a vouch that another of her records gave
        4: 1_000_000,
        5: 500_000,
        6: 1_000_000,
    }
    assert await findings(inner) == []


@pytest.mark.both_engines
async def test_what_a_hand_made_of_loans_and_words_is_found(database: Database) -> None:
    group = await one_of_two_broken(database)
    inner = group.sisters
    day = after(BROKEN + 9).date()
    sure = (999_999, False, micros(after(BROKEN + 9)))
    heavy = Vouch("heavy", "g", inner.member(5), inner.member(1), day, day + timedelta(9), *sure)

    def forge(tx: Tx) -> None:
        insert_vouch(tx, heavy, at=after(BROKEN + 9))
        tx.run("DELETE FROM loan_states WHERE state = 'repaid'")
        tx.run("UPDATE loan_states SET state = 'repaid', member_id = 'gm1'")
        lent = Posting("loan:gm3:more:principal", "cash", paise(1))
        post(
            tx,
            Entry("more", "g", Reason.LOAN_PAID_OUT, day, (lent,), "clock"),
            at=after(BROKEN + 9),
        )

    await inner.write(forge)
    [loans] = [[id_ for (id_,) in await inner.rows("SELECT id FROM loans ORDER BY id")]]

    assert await findings(inner) == [
        *(Finding("loan_states", f"g/{loan_id}", Fault.KEPT_DIFFERS) for loan_id in loans),
        Finding("loan_states", f"g/{loans[-1]}", Fault.KEPT_DIFFERS),  # and its borrower
        Finding("vouches", "g/heavy", Fault.KEPT_DIFFERS),
        Finding("loans", "g/more", Fault.KEPT_DIFFERS),
    ]
    await inner.write(
        lambda tx: tx.run(
            "INSERT INTO vouches (id, group_id, giver_id, receiver_id, day, until_day, record,"
            " proxy, recorded_at) VALUES ('x', 'g', 'gm1', 'gm2', 'never', 'never', 1, 0, 1)"
        )
    )
    assert Finding("loans", "g", Fault.CHANGED) in await findings(inner)


async def goes_over(group: Sisters, other: Sisters, n: int, at: Any) -> str:
    """Let a member leave and join another group; return her new member id."""

    def move(tx: Tx) -> str:
        left = read_member(tx, group.member(n))
        memberships.end(tx, Deed(read_group(tx, "g"), left.id, group.new_id, at), left)
        insert_seen(tx, "h", left.person_id)
        deed = Deed(read_group(tx, "h"), left.person_id, other.new_id, at)
        return memberships.join(tx, deed).id

    return await group.write(move)


@pytest.mark.both_engines
async def test_what_she_broke_follows_her_and_weighs_half_once_it_is_repaid(
    database: Database,
) -> None:
    group = await one_of_two_broken(database)
    other = await sisters(database, group_id="h")
    await begins(other, BROKEN + 1)
    hers, fourth = [await goes_over(group.sisters, other, n, after(BROKEN + 2)) for n in (3, 4)]
    first = await score(other, BROKEN + 8)

    def settle(tx: Tx) -> None:
        (loan_id,) = tx.rows("SELECT loan_id FROM loan_states WHERE state = 'paid_out'")[0]
        repaid = (LoanStep.SETTLE, LoanState.REPAID, after(BROKEN + 9).date(), "clock")
        record_step(tx, "g", StepTaken("paid", loan_id, *repaid), at=after(BROKEN + 9))

    await other.write(settle)
    weeks = [first, await score(other, BROKEN + 15), await score(other, BROKEN + 22)]
    results = [await other.read(runs.select_results, "h", week.period) for week in weeks]
    broken = [{it.member_id: it.balances[3] for it in each} for each in results]

    assert broken[0][fourth] == broken[2][fourth] == 0
    assert 0.45 < broken[2][hers] / broken[0][hers] < 0.55
    rows = "SELECT member_id, version, day, repaid_day FROM carried_defaults ORDER BY version"
    assert await other.rows(rows) == [
        (hers, 1, BROKEN_DAY, None),
        (hers, 2, BROKEN_DAY, after(BROKEN + 9).date().isoformat()),
    ]
    assert (first.lent, first.broken) == (0, 0)  # the loans belong to the other group
    assert await findings(other) == []
    assert await group.is_sound()

    def forge(tx: Tx) -> None:
        tx.run(
            "INSERT INTO carried_defaults (member_id, loan_id, version, group_id, recorded_at)"
            " SELECT member_id, loan_id, 3, group_id, recorded_at FROM carried_defaults"
            " WHERE version = 2"
        )

    await other.write(forge)
    broken_rows = [it.row for it in await findings(other) if it.table == "carried_defaults"]
    assert [row.split(":")[-1] for row in broken_rows] == ["3"]
