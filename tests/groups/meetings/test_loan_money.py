"""Loans in a meeting's register: handed over, repaid and corrected; all books agree."""

from dataclasses import replace
from datetime import date
from functools import partial

import pytest

from groups.lending.acts import loans
from groups.loans.model.loan import LoanState
from groups.loans.model.refusals import NotHandedOver, PaidSince, PaysTooMuch, SpentSince
from groups.loans.rules.outstanding import Paid
from groups.people.model.refusals import BadAnswer
from groups.registers.model.money import Code, LoanFund, MoneyKind, MoneyLine
from groups.registers.model.refusals import NotEnoughCash
from storage.database import Database
from tests.groups.lenders import ASKED, hands, lenders, pays
from tests.groups.lending.test_loans import refused
from tests.groups.sisters import NOON, after

CASH, OUT = "cash", "loan:gm3:{}:principal"


async def test_a_loan_is_handed_over_and_paid_back_in_meetings(database: Database) -> None:
    group = await lenders(database)
    loan = await group.handed_over()
    assert (await group.balances())[OUT.format(loan.id)] == 3000_00

    for n in range(1, 6):
        await group.meet(after(31 * n), pays(loan, 536_00))
    await group.meet(after(31 * 6), pays(loan, 533_00))

    book = await group.book(loan)
    assert book.accrued == (60_00, 50_00, 41_00, 31_00, 21_00, 10_00)
    assert await group.state(loan) is LoanState.REPAID
    balances = await group.balances()
    assert (balances[CASH], balances["interest-income"]) == (6213_00, 213_00)
    assert await group.is_sound()


async def test_a_part_paid_late_costs_interest_on_what_is_owed(database: Database) -> None:
    group = await lenders(database)
    loan = await group.handed_over()
    await group.meet(after(31), pays(loan, 100_00))
    await group.meet(after(62), pays(loan, 200_00))

    book = await group.book(loan)

    assert book.accrued == (60_00, 59_00)
    assert book.paid == (
        Paid(date(2026, 12, 21), 40_00, 60_00),
        Paid(date(2027, 1, 21), 141_00, 59_00),
    )


async def test_who_pays_off_everything_pays_the_month_that_has_begun(database: Database) -> None:
    group = await lenders(database)
    loan = await group.handed_over()

    await group.meet(after(7), pays(loan, 3060_00))

    assert (await group.book(loan)).accrued == (60_00,)
    assert await group.state(loan) is LoanState.REPAID


async def test_a_last_payment_written_without_its_interest_is_put_right(database: Database) -> None:
    group = await lenders(database)
    loan = await group.handed_over()
    meeting = await group.meet(after(14), pays(loan, 3000_00))

    await group.correct(meeting, pays(loan, 3060_00))

    (paid,) = (await group.book(loan)).paid
    assert (paid.principal, paid.interest) == (3000_00, 60_00)
    assert await group.state(loan) is LoanState.REPAID
    assert await group.is_sound()


async def test_a_last_payment_that_was_forgotten_is_put_right_after_the_period(
    database: Database,
) -> None:
    group = await lenders(database)
    loan = await group.handed_over()
    meeting = await group.meet(after(14))
    await group.meet(after(35))

    assert await refused(group.correct(meeting, pays(loan, 3060_01))) == PaysTooMuch(3060_00)
    await group.correct(meeting, pays(loan, 3060_00))

    assert (await group.book(loan)).accrued == (60_00,)
    assert await group.state(loan) is LoanState.REPAID
    assert await group.is_sound()


async def test_more_than_all_that_is_owed_is_refused(database: Database) -> None:
    group = await lenders(database)
    loan = await group.handed_over()

    assert await refused(group.meet(after(7), pays(loan, 3060_01))) == PaysTooMuch(3060_00)


@pytest.mark.parametrize("stranger", ["nobody", "hm1"])
async def test_a_line_that_names_nobody_of_the_group_is_refused(
    database: Database, stranger: str
) -> None:
    group = await lenders(database)
    fine = MoneyLine(MoneyKind.FINE, 5_00, stranger, code=Code.OTHER_FINE)
    taken = MoneyLine(MoneyKind.SAVING_OUT, 5_00, stranger)
    meeting = await group.meet(after(7))

    assert await refused(group.meet(after(14), fine)) == BadAnswer("fine")
    assert await refused(group.meet(after(14), taken)) == BadAnswer("saving_out")
    assert await refused(group.correct(meeting, fine)) == BadAnswer("fine")


async def test_a_loan_waits_for_all_who_confirm_it(database: Database) -> None:
    group = await lenders(database)
    loan = await group.carried()
    await group.confirmed(loan, 1, 3)

    assert await refused(group.meet(NOON, hands(loan))) == NotHandedOver("officer", "Radha")


async def test_what_a_facilitator_approved_cools_off_for_a_day(database: Database) -> None:
    group = await lenders(database, saved=4000_00)
    loan = await group.carried(3, replace(ASKED, amount=10_001_00))
    sisters = group.sisters
    decide = partial(loans.decide, is_yes=True, reason="", new_id=sisters.new_id, at=NOON)
    await sisters.write(decide, sisters.actor(0), loan.id)
    await group.confirmed(loan, 1, 2, 3)

    assert await refused(group.meet(NOON, hands(loan))) == NotHandedOver("cooling_off", "Radha")


async def test_another_amount_or_another_borrower_is_refused(database: Database) -> None:
    group = await lenders(database)
    loan = await group.carried()
    await group.confirmed(loan, 1, 2, 3)
    meeting = await group.sisters.open_meeting(NOON)

    for line in (replace(hands(loan), amount=1), replace(hands(loan), member_id="gm4")):
        body = await group.body(meeting, [line], NOON)
        assert await refused(group.sisters.close(meeting, body)) == BadAnswer("hand_over")
    body = await group.body(meeting, [pays(loan, 10_00)], NOON)
    assert await refused(group.sisters.close(meeting, body)) == BadAnswer("repayment")


async def test_what_does_not_lie_in_the_box_cannot_leave_it(database: Database) -> None:
    group = await lenders(database)
    bank = MoneyLine(MoneyKind.DEPOSIT, 5000_00, "gm1")
    await group.meet(NOON, bank)
    loan = await group.carried(at=after(1))
    await group.confirmed(loan, 1, 2, 3)
    meeting = await group.sisters.open_meeting(after(7))
    body = replace(await group.body(meeting, [], after(7)), money=(hands(loan),))

    refusal = await refused(group.sisters.close(meeting, body, after(7)))

    assert refusal == NotEnoughCash(1000_00)


async def test_a_wrong_repayment_is_put_right_and_the_loan_stands_where_it_belongs(
    database: Database,
) -> None:
    group = await lenders(database)
    loan = await group.handed_over(3, replace(ASKED, months=1))
    paid_off = await group.meet(after(31), pays(loan, 3060_00))
    assert await group.state(loan) is LoanState.REPAID

    await group.correct(paid_off, pays(loan, 1060_00))

    assert await group.state(loan) is LoanState.PAID_OUT
    assert (await group.balances())[OUT.format(loan.id)] == 2000_00
    assert (await group.book(loan)).paid == (Paid(date(2026, 12, 21), 1000_00, 60_00),)
    assert await group.is_sound()


async def test_a_hand_over_by_mistake_is_taken_back_and_can_be_done_again(
    database: Database,
) -> None:
    group = await lenders(database)
    loan = await group.carried()
    await group.confirmed(loan, 1, 2, 3)
    fine = MoneyLine(MoneyKind.FINE, 5_00, "gm4", code=Code.LATE)
    meeting = await group.meet(NOON, hands(loan), fine)

    await group.correct(meeting, fine)
    assert await group.state(loan) is LoanState.APPROVED
    assert (await group.balances())[CASH] == 6005_00
    await group.meet(after(7), hands(loan))

    assert await group.state(loan) is LoanState.PAID_OUT
    assert (await group.book(loan)).began == after(7).date()
    assert await group.is_sound()


async def test_what_is_paid_back_already_is_not_taken_back(database: Database) -> None:
    group = await lenders(database)
    loan = await group.carried()
    await group.confirmed(loan, 1, 2, 3)
    meeting = await group.meet(NOON, hands(loan))
    await group.meet(after(0.5 + 1), pays(loan, 100_00))

    assert await refused(group.correct(meeting)) == PaidSince("Radha")


async def test_all_that_moves_in_a_meeting_is_posted_and_read_again(database: Database) -> None:
    group = await lenders(database)
    lines = (
        MoneyLine(MoneyKind.FINE, 5_00, "gm4", code=Code.ABSENT),
        MoneyLine(MoneyKind.SOCIAL_IN, 10_00, "gm4"),
        MoneyLine(MoneyKind.EXPENSE, 15_00, code=Code.STATIONERY, text="A new register"),
        MoneyLine(MoneyKind.FUND_RECEIVED, 20_000_00, fund=LoanFund.REVOLVING_FUND),
        MoneyLine(MoneyKind.DEPOSIT, 20_000_00, "gm1"),
    )
    await group.meet(NOON, *reversed(lines))

    balances = await group.balances()
    assert (balances[CASH], balances["bank"], balances["fund:revolving-fund"]) == (
        6000_00,
        20_000_00,
        20_000_00,
    )
    assert (balances["fines"], balances["social-fund"], balances["expenses"]) == (
        5_00,
        10_00,
        15_00,
    )
    assert await group.is_sound()


async def test_a_repayment_that_was_none_is_taken_out(database: Database) -> None:
    group = await lenders(database)
    loan = await group.handed_over()
    meeting = await group.meet(after(31), pays(loan, 536_00))

    await group.correct(meeting)

    assert (await group.book(loan)).paid == (Paid(date(2026, 12, 21), 0, 0),)
    assert (await group.balances())[OUT.format(loan.id)] == 3000_00
    assert await group.is_sound()


async def test_what_came_in_and_went_out_again_since_is_not_taken_back(database: Database) -> None:
    group = await lenders(database)
    came = await group.meet(NOON, MoneyLine(MoneyKind.RECEIPT, 10_00, code=Code.GIFT))
    await group.meet(after(7), MoneyLine(MoneyKind.DEPOSIT, 6010_00, "gm1"))

    assert await refused(group.correct(came)) == SpentSince()
