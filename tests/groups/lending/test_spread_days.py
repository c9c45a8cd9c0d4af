"""The days on which a loan falls due after it got a new schedule."""

from dataclasses import replace
from datetime import date

from groups.lending.model.changes import Spread
from groups.loans.store.loans import Agreed, insert_terms
from storage.database import Database
from tests.groups.lenders import hands, lenders
from tests.groups.lending.test_loan_changes import change
from tests.groups.sisters import after

JANUARY, MARCH = after(72), after(101)  # handed over on 31 January 2027, changed on 1 March


async def test_due_days_hang_on_the_day_of_the_hand_over(database: Database) -> None:
    group = await lenders(database)
    loan = await group.handed_over(at=JANUARY)

    await change(group, loan, Spread(3), at=MARCH)

    days = [line.day.isoformat() for line in (await group.book(loan)).lines]
    assert days == ["2027-03-31", "2027-04-30", "2027-05-31"]
    assert await group.is_sound()


async def test_a_new_schedule_from_before_keeps_its_days(database: Database) -> None:
    group = await lenders(database)
    loan = await group.handed_over(at=JANUARY)
    terms = replace(loan.terms, months=3)
    stood = Agreed(2, date(2027, 2, 28), terms, "gm1", "gm2", "a reason")
    await group.sisters.write(insert_terms, loan, stood, at=MARCH)

    days = [line.day.isoformat() for line in (await group.book(loan)).lines]
    assert days == ["2027-03-28", "2027-04-28", "2027-05-28"]
    await change(group, loan, Spread(2), at=after(131))  # 31 March
    days = [line.day.isoformat() for line in (await group.book(loan)).lines]
    assert days == ["2027-04-28", "2027-05-28"]
    assert await group.is_sound()


async def test_a_loan_handed_over_again_hangs_on_its_new_day(database: Database) -> None:
    group = await lenders(database)
    loan = await group.carried(at=after(70))
    await group.confirmed(loan, 1, 2, 3, at=after(70))
    first = await group.meet(JANUARY, hands(loan))
    await change(group, loan, Spread(6), at=MARCH)

    await group.correct(first, at=after(102))
    await group.meet(after(103), hands(await group.loan(loan)))

    days = [line.day.isoformat() for line in (await group.book(loan)).lines]
    assert days[:2] == ["2027-04-03", "2027-05-03"]
    assert await group.is_sound()
