"""What the clock does for loans: post interest, remind in private, forget single votes."""

import json
from datetime import timedelta
from typing import Any

import pytest

from groups.lending.acts import loan_clock as loan_days
from groups.lending.acts import loans
from groups.lending.store.ballots import select_votes
from groups.loans.rules.outstanding import Owed, due_by
from groups.people.model.people import Actor
from ledger.words import read
from storage.database import Database
from storage.tx import Tx
from tests.groups.lenders import ASKED, Lenders, lenders, pays
from tests.groups.sisters import after, sisters
from tests.groups.ticking import tick

BEFORE, DUE, PAST = 34, 35, 36  # days: the instalment of 20 December is payable on Friday 25


async def looks(group: Lenders, days: float) -> list[int]:
    """Take the clock's steps until nothing is left to do; return what each did."""
    done = [await look(group, days)]
    while done[-1]:
        done.append(await look(group, days))
    return done


async def look(group: Lenders, days: float) -> int:
    """Take one step of the clock."""
    sisters_ = group.sisters
    return await sisters_.write(tick, "interest", new_id=sisters_.new_id, at=after(days))


async def reminded(group: Lenders, days: float) -> list[tuple[str, str, dict[str, Any]]]:
    """Send the reminders due, and return all loan reminders so far."""
    await group.sisters.write(tick, "loan reminders", at=after(days))
    rows = await group.sisters.rows(
        "SELECT kind, person_id, facts FROM outbox WHERE kind LIKE 'loan_due%' ORDER BY n"
    )
    return [(kind, person_id, json.loads(facts)) for kind, person_id, facts in rows]


async def test_interest_is_posted_on_the_last_day_of_a_period(database: Database) -> None:
    group = await lenders(database)
    loan = await group.handed_over()
    await look(group, 29)
    before = (await group.book(loan)).accrued
    await look(group, 30)

    assert (before, (await group.book(loan)).accrued) == ((), (60_00,))
    assert await group.is_sound()


async def test_a_group_is_looked_at_once_a_day(database: Database) -> None:
    group = await lenders(database)
    await group.handed_over()

    assert [await looks(group, days) for days in (1, 1.2, 2)] == [[1, 0], [0], [1, 0]]


async def test_a_group_without_loans_is_not_looked_at(database: Database) -> None:
    group = Lenders(await sisters(database))

    assert await looks(group, 1) == [0]
    assert await group.sisters.write(tick, "loan reminders", at=after(1)) == 0


async def test_days_that_were_missed_are_caught_up(database: Database) -> None:
    group = await lenders(database)
    loan = await group.handed_over()
    await look(group, 62)

    assert len((await group.book(loan)).accrued) == 2


async def test_how_each_one_voted_is_forgotten_after_thirty_days(database: Database) -> None:
    group = await lenders(database)
    loan = await group.carried()

    def said(tx: Tx) -> list[str | None]:
        return [read(tx, vote.word_id) for vote in select_votes(tx, loan.id)]

    await look(group, 30)
    before = await group.sisters.read(said)
    await look(group, 31)

    assert (before, await group.sisters.read(said)) == (["yes"] * 5, [None] * 5)
    assert (await group.sisters.read(loans.ballot, group.sisters.actor(1), loan.id)).yes == 5
    assert await group.is_sound()


async def test_votes_of_an_open_ballot_stand(database: Database) -> None:
    group = await lenders(database)
    loan = await group.propose()
    await group.say(1, loan)
    await look(group, 60)

    assert (await group.sisters.read(loans.ballot, group.sisters.actor(1), loan.id)).voted == 1


async def test_she_is_reminded_the_day_before_in_the_facilitators_name(database: Database) -> None:
    group = await lenders(database)
    await group.handed_over()
    said = [await reminded(group, days) for days in (BEFORE - 1, BEFORE, BEFORE)]

    facts = {"day": "2026-12-25", "amount": 536_00, "left": 3060_00, "signed": "Asha"}
    assert [said[0], said[1]] == [[], [("loan_due_soon", "gp3", facts)]]
    assert said[2] == said[1]


async def test_a_group_that_nobody_looks_after_signs_itself(database: Database) -> None:
    group = await lenders(database)
    await group.handed_over()

    def leave_alone(tx: Tx) -> None:
        tx.run("UPDATE groups SET facilitator_id = NULL")

    await group.sisters.write(leave_alone)

    assert [facts["signed"] for _, _, facts in await reminded(group, BEFORE)] == ["Ekta"]


async def test_by_night_nobody_is_reminded(database: Database) -> None:
    group = await lenders(database)
    await group.handed_over()

    assert await reminded(group, BEFORE - 0.4) == []


@pytest.mark.both_engines
async def test_who_wants_no_reminders_gets_none_until_she_wants_them_again(
    database: Database,
) -> None:
    group = await lenders(database)
    await group.handed_over()
    radha = Actor("gp3")
    await group.sisters.write(loan_days.want_reminders, radha, wants=False)
    off = await group.sisters.read(loan_days.has_reminders, radha)
    silent = await reminded(group, BEFORE)
    await group.sisters.write(loan_days.want_reminders, radha, wants=True)
    await group.meet(after(DUE))
    said = await reminded(group, PAST)

    assert (off, silent) == (False, [])
    assert [kind for kind, _, _ in said] == ["loan_due_past"]


@pytest.mark.parametrize(("paid", "amounts"), [(536_00, []), (500_00, [36_00]), (0, [536_00])])
async def test_the_day_after_she_is_told_of_what_is_still_open(
    database: Database, paid: int, amounts: list[int]
) -> None:
    group = await lenders(database)
    loan = await group.handed_over()
    await group.meet(after(DUE), *([pays(loan, paid)] if paid else []))

    assert [facts["amount"] for _, _, facts in await reminded(group, PAST)] == amounts


async def test_what_was_due_in_a_meeting_that_was_not_held_is_not_late(database: Database) -> None:
    group = await lenders(database)
    await group.handed_over()
    await look(group, PAST)

    assert await reminded(group, PAST) == []


async def test_who_has_paid_ahead_is_reminded_of_the_interest_alone(
    database: Database,
) -> None:
    group = await lenders(database)
    loan = await group.handed_over()
    await group.meet(after(28), pays(loan, 2500_00))

    assert [facts["amount"] for _, _, facts in await reminded(group, BEFORE)] == [60_00]


async def test_a_loan_that_is_only_asked_for_is_not_reminded_of(database: Database) -> None:
    group = await lenders(database)
    await group.propose(asked=ASKED)

    assert await reminded(group, BEFORE) == []


async def test_what_is_due_ahead_counts_the_interest_of_every_period_until_then(
    database: Database,
) -> None:
    group = await lenders(database)
    loan = await group.handed_over()
    book = await group.book(loan)
    day = after(0).date() + timedelta(31 + 31)

    def same(day_: Any) -> Any:
        return day_

    assert due_by(book, day, same) == Owed(sum(it.principal for it in book.lines[:2]), 120_00)
