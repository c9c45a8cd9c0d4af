"""Two persons change a loan that is out: waive a part, reschedule, write off; members are told."""

import json
from datetime import date, datetime

import pytest

from groups.approvals.model import Asked, RequestKind, RequestState, SecondPersonNeeded
from groups.charter.acts import register_charter
from groups.deciding import acts as second_person
from groups.lending.acts import changes as loan_changes
from groups.lending.model.changes import Change, LetOff, Said, Spread
from groups.loans.model.loan import Loan, LoanState
from groups.loans.model.refusals import LoanMovedOn, NotCarried, OnlyInterestLeft, WaivesTooMuch
from groups.loans.rules.outstanding import Owed, Paid
from groups.loans.store.loans import select_steps
from groups.people.model.refusals import BadAnswer, NotFound, NotYours, ReasonMissing, Refusal
from groups.registers.model.money import Code, MoneyKind, MoneyLine
from groups.vouches.model.refusals import NotByHerOwnHand
from storage.database import Database
from storage.tx import Tx
from tests.groups.lenders import Lenders, lenders, pays
from tests.groups.lending.test_loans import refused
from tests.groups.sisters import CHARTER, NOON, after


async def ask(
    group: Lenders,
    loan: Loan,
    change: Change,
    *,
    by: int = 1,
    reason: str = "Her buffalo died",
    at: datetime = NOON,
) -> Asked:
    """Ask for a change."""
    sisters = group.sisters
    return await sisters.write(
        loan_changes.ask,
        sisters.actor(by),
        loan.id,
        change,
        reason,
        new_id=sisters.new_id,
        at=at,
    )


async def confirm(group: Lenders, asked: Asked, second: int = 2, *, at: datetime) -> RequestState:
    """Confirm a change as the second person; return the state of the request."""
    sisters = group.sisters
    decided = await sisters.write(
        second_person.decide,
        sisters.actor(second),
        asked.request.id,
        True,
        new_id=sisters.new_id,
        at=at,
    )
    return decided.request.state


async def change(
    group: Lenders, loan: Loan, what: Change, *, by: int = 1, second: int = 2, at: datetime
) -> RequestState:
    """Ask for a change and confirm it."""
    return await confirm(group, await ask(group, loan, what, by=by, at=at), second, at=at)


async def test_a_part_let_off_lowers_the_debt_and_is_told_to_her(database: Database) -> None:
    group = await lenders(database)
    loan = await group.handed_over()

    state = await change(group, loan, LetOff(60_00, 500_00), at=after(31))

    balances = await group.balances()
    assert state is RequestState.CONFIRMED
    assert (await group.book(loan)).paid == (Paid(date(2026, 12, 21), 500_00, 60_00, True),)
    assert (balances[f"loan:gm3:{loan.id}:principal"], balances["loan-losses"]) == (2500_00, 500_00)
    assert balances.get("interest-income", 0) == 0
    ((to, _, facts),) = await group.sisters.said("loan_changed_hers")
    her_facts = json.loads(facts)
    assert (to, her_facts["act"], her_facts["principal"], her_facts["reason"]) == (
        *("gp3", "waiver", 500_00),
        "Her buffalo died",
    )
    assert await group.is_sound()


async def test_a_new_schedule_takes_over_what_is_left_and_what_is_owed(database: Database) -> None:
    group = await lenders(database)
    loan = await group.handed_over()
    await group.meet(after(31), pays(loan, 530_00))  # 60 of interest, 470 of principal

    await change(group, loan, Spread(10, 1), at=after(63))

    book = await group.book(loan)
    assert (book.began, book.terms.principal, book.terms.months) == (date(2027, 1, 20), 2530_00, 10)
    assert (book.carried, book.paid, book.lines[0].interest) == (51_00, (), 102_00)
    await group.meet(after(94), pays(loan, 202_00))
    book = await group.book(loan)
    assert book.paid == (Paid(date(2027, 2, 22), 100_00, 102_00),)
    balances = await group.balances()
    assert balances[f"loan:gm3:{loan.id}:principal"] == 2430_00
    assert f"loan:gm3:{loan.id}:interest-due" not in balances
    assert await group.is_sound()


async def test_what_a_meeting_paid_before_a_new_schedule_stays_with_the_old_one(
    database: Database,
) -> None:
    group = await lenders(database)
    loan = await group.handed_over()
    meeting = await group.meet(after(31), pays(loan, 530_00))
    await change(group, loan, Spread(10), at=after(32))

    gift = MoneyLine(MoneyKind.RECEIPT, 10_00, code=Code.GIFT)
    await group.correct(meeting, pays(loan, 530_00), gift)

    assert (await group.book(loan)).paid == ()


async def test_a_repayment_before_a_new_schedule_is_not_put_right_any_more(
    database: Database,
) -> None:
    group = await lenders(database)
    loan = await group.handed_over()
    meeting = await group.meet(after(31), pays(loan, 530_00))
    await change(group, loan, Spread(10), at=after(32))

    with pytest.raises(Refusal) as refusal:
        await group.correct(meeting, pays(loan, 500_00))

    assert refusal.value.code == "spread_since"


async def test_what_was_paid_of_a_loan_written_off_since_is_not_put_right_any_more(
    database: Database,
) -> None:
    group = await lenders(database)
    loan = await group.handed_over()
    meeting = await group.meet(after(31), pays(loan, 530_00))
    decided = await group.meet(after(63))
    await change(group, loan, Said(decided.id, 4, 1), by=0, second=1, at=after(64))
    before = await group.balances()

    with pytest.raises(Refusal) as refusal:
        await group.correct(meeting)

    assert refusal.value.code == "written_off_since"
    assert await group.balances() == before


async def test_a_loan_is_written_off_as_the_group_has_decided(database: Database) -> None:
    group = await lenders(database)
    loan = await group.handed_over()
    meeting = await group.meet(after(63))

    await change(group, loan, Said(meeting.id, 4, 1), by=0, second=1, at=after(64))

    balances = await group.balances()
    (*_, step) = await group.sisters.read(select_steps, loan.id)
    assert await group.state(loan) is LoanState.WRITTEN_OFF
    assert (balances["loan-losses"], f"loan:gm3:{loan.id}:principal" in balances) == (
        3000_00,
        False,
    )
    assert step.count is not None
    assert (step.count.voters, step.count.yes, step.count.abstained) == (5, 4, 0)
    assert (step.by_id, step.second_id) == ("gp0", "gm1")
    assert await group.is_sound()


async def test_a_new_schedule_needs_principal_that_is_left(database: Database) -> None:
    group = await lenders(database)
    await group.sisters.write(_principal_first)
    loan = await group.handed_over()
    await group.meet(after(31), pays(loan, 3000_00))  # 60 of interest stay due

    refusal = await refused(ask(group, loan, Spread(6), at=after(32)))
    await change(group, loan, LetOff(60_00, 0), at=after(32))

    assert refusal == OnlyInterestLeft()
    assert await group.state(loan) is LoanState.REPAID
    assert await group.is_sound()


def _principal_first(tx: Tx) -> None:
    """Give the group a charter that settles principal before interest."""
    text = CHARTER.read_text().replace("interest, principal", "principal, interest")
    version = register_charter(tx, text.replace('version = "', 'version = "other-'), NOON)
    tx.run("UPDATE groups SET charter = :version", version=version)


@pytest.mark.parametrize(
    ("what", "refusal"),
    [
        (LetOff(0, 0), BadAnswer("amount")),
        (LetOff(-1, 5), BadAnswer("amount")),
        (LetOff(0, 3000_00), WaivesTooMuch(60_00, 3000_00)),
        (LetOff(60_01, 0), WaivesTooMuch(60_00, 3000_00)),
        (Spread(0), BadAnswer("months")),
        (Spread(6, 6), BadAnswer("grace_months")),
        (Said("nothing", 5, 0), BadAnswer("meeting")),
    ],
)
async def test_what_cannot_be_is_refused(
    database: Database, what: Change, refusal: Refusal
) -> None:
    group = await lenders(database)
    loan = await group.handed_over()
    by = 0 if isinstance(what, Said) else 1

    assert await refused(ask(group, loan, what, by=by, at=after(31))) == refusal


async def test_a_loan_is_not_lost_because_some_say_so(database: Database) -> None:
    group = await lenders(database)
    loan = await group.handed_over()
    meeting = await group.meet(after(31))

    few = await refused(ask(group, loan, Said(meeting.id, 3, 2), by=0, at=after(32)))
    many = await refused(ask(group, loan, Said(meeting.id, 6, 0), by=0, at=after(32)))
    officer = await refused(ask(group, loan, Said(meeting.id, 5, 0), by=1, at=after(32)))

    assert (few, many) == (NotCarried(3, 4), BadAnswer("votes"))
    assert officer == NotYours(needs="facilitator")


async def test_who_asks_and_who_confirms_is_another_than_the_borrower(database: Database) -> None:
    group = await lenders(database)
    loan = await group.handed_over(2)
    gone = LetOff(0, 100_00)

    hers = await refused(ask(group, loan, gone, by=2))
    sister = await refused(ask(group, loan, gone, by=4))
    asked = await ask(group, loan, gone)
    again = await ask(group, loan, gone)

    assert (hers, sister, again.is_new) == (NotByHerOwnHand(), NotYours("office_bearer"), False)
    assert await refused(ask(group, loan, gone, reason=" ")) == ReasonMissing()
    assert await refused(confirm(group, asked, 2, at=NOON)) == SecondPersonNeeded()
    assert [it[0] for it in await group.sisters.said("confirm_waiver")] == ["gp0"]
    assert await confirm(group, asked, 0, at=NOON) is RequestState.CONFIRMED


async def test_asked_otherwise_the_first_one_lapses(database: Database) -> None:
    group = await lenders(database)
    loan = await group.handed_over()
    first = await ask(group, loan, LetOff(0, 100_00))
    await ask(group, loan, LetOff(0, 200_00))

    with pytest.raises(Refusal) as refusal:
        await confirm(group, first, at=NOON)

    assert refusal.value.code == "already_decided"


async def test_what_is_paid_meanwhile_lets_the_change_lapse(database: Database) -> None:
    group = await lenders(database)
    loan = await group.handed_over()
    part = await ask(group, loan, LetOff(0, 2900_00))
    whole = await ask(group, loan, Spread(10))
    await group.meet(after(7), pays(loan, 1000_00))
    lapsed = await confirm(group, part, at=after(8))
    await group.meet(after(14), pays(loan, 2060_00))

    assert (lapsed, await confirm(group, whole, at=after(15))) == (RequestState.LAPSED,) * 2
    assert await refused(ask(group, loan, Spread(6))) == LoanMovedOn("repaid")
    assert await refused(
        group.sisters.read(loan_changes.form, group.sisters.actor(4), loan.id, at=NOON)
    ) == NotYours("office_bearer")


async def test_a_no_changes_nothing(database: Database) -> None:
    group = await lenders(database)
    loan, sisters = await group.handed_over(), group.sisters
    asked = await ask(group, loan, Spread(10))

    await sisters.write(
        second_person.decide,
        sisters.actor(2),
        asked.request.id,
        is_yes=False,
        new_id=sisters.new_id,
        at=NOON,
    )

    assert (await group.loan(loan)).terms.months == 6


async def test_the_form_tells_what_is_owed_and_where_the_group_can_have_decided(
    database: Database,
) -> None:
    group = await lenders(database)
    loan, sisters = await group.handed_over(), group.sisters
    await ask(group, loan, Spread(10))
    await sisters.open_meeting(after(31))

    form = await sisters.read(loan_changes.form, sisters.actor(0), loan.id, at=after(31))
    lines = await sisters.read(
        loan_changes.preview, sisters.actor(2), loan.id, Spread(5), at=after(31)
    )

    assert (form.owed, form.waits) == (Owed(3000_00, 60_00), (RequestKind.RESCHEDULE,))
    assert [one.present for one in form.meetings] == [5]
    assert (len(lines), sum(one.principal for one in lines)) == (5, 3000_00)
    of_officer = await sisters.read(loan_changes.form, sisters.actor(2), loan.id, at=after(31))
    assert of_officer.meetings == ()
    waiting = await sisters.read(second_person.waiting, sisters.actor(4), sisters.group_id)
    assert waiting == ()


async def test_unknown_loans_are_refused_as_strangers_are(database: Database) -> None:
    group = await lenders(database)

    assert (
        await refused(
            group.sisters.read(loan_changes.form, group.sisters.actor(0), "nothing", at=NOON)
        )
        == NotFound()
    )
