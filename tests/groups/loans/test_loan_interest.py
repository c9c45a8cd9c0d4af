"""Interest posted after a meeting, when that meeting is corrected later."""

import json

from groups.lending.model.changes import Spread
from groups.loans.model.loan import Loan, LoanState
from groups.loans.model.refusals import PaidSince, PaysTooMuch
from groups.loans.rules.outstanding import overdue
from groups.meetings.acts import meetings
from groups.registers.model.meeting import Meeting
from storage.database import Database
from tests.groups.lenders import Lenders, hands, lenders, pays
from tests.groups.lending.test_loan_changes import change
from tests.groups.lending.test_loan_days import look
from tests.groups.lending.test_loans import refused
from tests.groups.sisters import NOON, after

RIGHT_AWAY = after(62)
DUE, EARNED = "loan:gm3:{}:interest-due", "interest-income"


async def charged(group: Lenders, loan: Loan) -> tuple[tuple[int, ...], int]:
    """Return the posted interest by period, and the next one's difference; all books agree."""
    assert await group.is_sound()
    book, balances = await group.book(loan), await group.balances()
    paid = sum(one.interest for one in book.paid)
    assert balances.get(DUE.format(loan.id), 0) == book.carried + sum(book.accrued) - paid
    return book.accrued, book.difference


async def test_too_much_that_is_not_paid_is_taken_off_at_once(database: Database) -> None:
    group = await lenders(database)
    loan = await group.handed_over()
    meeting = await group.meet(after(30), pays(loan, 560_00))
    await group.meet(after(61))
    assert await charged(group, loan) == ((60_00, 50_00), 0)

    await group.correct(meeting, pays(loan, 1060_00), at=RIGHT_AWAY)

    assert await charged(group, loan) == ((60_00, 40_00), 0)
    [(who, _, facts)] = await group.sisters.said("corrected_line")
    her_facts = json.loads(facts)
    assert (who, her_facts["interest"], her_facts["owed"]) == ("gp3", -10_00, 2040_00)


async def test_the_old_interest_is_reversed_beside_the_new_with_the_reason(
    database: Database,
) -> None:
    group = await lenders(database)
    loan = await group.handed_over()
    meeting = await group.meet(after(30), pays(loan, 560_00))
    await group.meet(after(61))

    for amount in (1060_00, 560_00, 1060_00):
        await group.correct(meeting, pays(loan, amount), at=RIGHT_AWAY)

    rows = await group.sisters.rows(
        "SELECT e.key, p.minor, p.debit, e.memo IS NOT NULL FROM entries e"
        " JOIN postings p ON p.entry_id = e.id WHERE e.key LIKE 'loan:%:interest:1:2%'"
        " ORDER BY e.id"
    )
    first, due = f"loan:{loan.id}:interest:1:2", DUE.format(loan.id)
    assert [tuple(row) for row in rows] == [
        (first, 50_00, due, False),
        (f"{first}:reversed", 50_00, EARNED, True),
        (f"{first}:1", 40_00, due, True),
    ]
    assert await charged(group, loan) == ((60_00, 40_00), 0)


async def test_too_much_that_she_has_paid_is_taken_off_the_next(database: Database) -> None:
    group = await lenders(database)
    loan = await group.handed_over()
    meeting = await group.meet(after(30), pays(loan, 560_00))
    await group.meet(after(61), pays(loan, 500_00))

    await group.correct(meeting, pays(loan, 1060_00), at=RIGHT_AWAY)

    assert await charged(group, loan) == ((60_00, 50_00), -10_00)
    await group.meet(after(92))
    assert await charged(group, loan) == ((60_00, 50_00, 21_00), 0)  # of 31_00 on 1550_00


async def test_too_little_comes_with_the_next_and_nothing_of_the_past_is_late(
    database: Database,
) -> None:
    group = await lenders(database)
    loan, _ = await too_little(group)

    assert await charged(group, loan) == ((60_00, 30_00), 10_00)
    assert overdue(await group.book(loan), after(66).date(), lambda due: due) is None
    await group.meet(after(92))
    assert await charged(group, loan) == ((60_00, 30_00, 40_00), 0)  # 30_00 on 1500_00


async def test_who_closes_the_loan_in_a_period_pays_what_was_too_little(
    database: Database,
) -> None:
    group = await lenders(database)
    loan, _ = await too_little(group)

    owed = 1500_00 + 30_00 + 10_00
    assert await refused(group.meet(after(69), pays(loan, owed + 1))) == PaysTooMuch(owed)
    await group.meet(after(69), pays(loan, owed))

    assert await group.state(loan) is LoanState.REPAID
    assert await charged(group, loan) == ((60_00, 30_00, 40_00), 0)


async def test_who_closed_the_loan_at_the_end_of_a_period_pays_it_as_well(
    database: Database,
) -> None:
    group = await lenders(database)
    loan, last = await too_little(group)

    owed = 1500_00 + 530_00 + 10_00
    refusal = await refused(group.correct(last, pays(loan, owed + 1), at=RIGHT_AWAY))
    assert refusal == PaysTooMuch(owed)
    await group.correct(last, pays(loan, owed), at=RIGHT_AWAY)

    assert await group.state(loan) is LoanState.REPAID
    assert await charged(group, loan) == ((60_00, 40_00), 0)


async def test_a_loan_that_was_paid_off_long_ago_owes_no_interest_since(
    database: Database,
) -> None:
    group = await lenders(database)
    loan = await group.handed_over()
    meeting = await group.meet(after(30), pays(loan, 560_00))
    await group.meet(after(92))

    await group.correct(meeting, pays(loan, 3060_00), at=after(94))

    assert await group.state(loan) is LoanState.REPAID
    assert await charged(group, loan) == ((60_00, 0, 0), 0)


async def test_a_payment_that_was_none_brings_the_interest_since(database: Database) -> None:
    group = await lenders(database)
    loan = await group.handed_over()
    meeting = await group.meet(after(30), pays(loan, 3060_00))
    assert await group.state(loan) is LoanState.REPAID

    await group.correct(meeting, at=after(94))
    await group.meet(after(95))

    assert await group.state(loan) is LoanState.PAID_OUT
    assert await charged(group, loan) == ((60_00, 60_00, 60_00), 0)


async def test_a_meeting_that_is_closed_late_counts_from_its_day(database: Database) -> None:
    group = await lenders(database)
    loan = await group.handed_over()
    meeting = await group.sisters.open_meeting(after(30))
    await look(group, 63)
    assert await charged(group, loan) == ((60_00, 60_00), 0)

    body = await group.body(meeting, [pays(loan, 560_00)], after(30))
    await group.sisters.close(meeting, body, after(63))

    assert await charged(group, loan) == ((60_00, 50_00), 0)


async def test_the_difference_goes_over_to_a_new_schedule(database: Database) -> None:
    group = await lenders(database)
    loan, _ = await too_little(group)

    await change(group, loan, Spread(5, 0), at=after(64))

    assert (await charged(group, loan))[1] == 10_00
    await group.meet(after(92))
    assert await charged(group, loan) == ((40_00,), 0)


async def test_a_hand_over_is_taken_back_with_its_interest_and_again(database: Database) -> None:
    group = await lenders(database)
    loan = await group.carried()
    await group.confirmed(loan, 1, 2, 3)
    first = await group.meet(NOON, hands(loan))
    await group.meet(after(35))

    await group.correct(first, at=after(36))
    assert await group.state(loan) is LoanState.APPROVED
    second = await group.meet(after(42), hands(loan))
    paid = await group.meet(after(77), pays(loan, 100_00))
    assert await refused(group.correct(second, at=after(78))) == PaidSince("Radha")

    await group.correct(paid, at=after(78))
    await group.correct(second, at=after(79))

    assert await group.state(loan) is LoanState.APPROVED
    balances = await group.balances()
    assert [name for name in balances if name.startswith("loan:")] == []
    assert EARNED not in balances
    assert await group.is_sound()


async def too_little(group: Lenders) -> tuple[Loan, Meeting]:
    """A loan with ₹10 too little interest posted; also return the meeting of its last payment."""
    loan = await group.handed_over()
    meeting = await group.meet(after(30), pays(loan, 1560_00))
    last = await group.meet(after(61), pays(loan, 530_00))
    await group.correct(meeting, pays(loan, 1060_00), at=RIGHT_AWAY)
    return loan, last


async def test_a_loan_that_is_repaid_asks_for_nothing_more(database: Database) -> None:
    group = await lenders(database)
    loan = await group.handed_over()
    for days in (42, 70):
        await group.meet(after(days))
    await group.meet(after(98), pays(loan, 3180_00))
    assert await group.state(loan) is LoanState.REPAID

    meeting = await group.sisters.open_meeting(after(126))
    leader = group.sisters.actor(1)
    page = await group.sisters.read(meetings.register, leader, meeting.id, at=after(126))

    assert page.repayments == ()


async def test_interest_that_had_fallen_away_comes_back(database: Database) -> None:
    group = await lenders(database)
    loan = await group.handed_over()
    first = await group.meet(after(30), pays(loan, 560_00))
    last = await group.meet(after(92))
    await group.correct(first, pays(loan, 3060_00), at=after(94))
    assert await charged(group, loan) == ((60_00, 0, 0), 0)

    await group.correct(first, pays(loan, 560_00), at=after(94))
    assert await charged(group, loan) == ((60_00, 0, 0), 100_00)
    await group.correct(last, pays(loan, 2600_00), at=after(94))

    assert await charged(group, loan) == ((60_00, 0, 100_00), 0)
    assert await group.state(loan) is LoanState.REPAID
