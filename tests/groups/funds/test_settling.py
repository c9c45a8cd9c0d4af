"""Savings paid back, settlements with members who have left, and funds that pay only their own."""

import json

from groups.funds.model.refusals import NotEnoughInFund, NotEnoughSavings
from groups.loans.model.loan import LoanState
from groups.meetings.acts import meetings
from groups.people.model.people import MemberState
from groups.people.model.refusals import BadAnswer
from groups.registers.model.meeting import RegisterPage
from groups.registers.model.money import Code, LoanFund, MoneyKind, MoneyLine, SettlementReady
from storage.database import Database
from tests.groups.lenders import Lenders, lenders, pays
from tests.groups.lending.test_loans import refused
from tests.groups.sisters import after

MONTH = 31


def settles(page: RegisterPage) -> list[MoneyLine]:
    """Return the money lines that settle with every member who has left."""
    lines: list[MoneyLine] = []
    for one in page.settlements:
        lines += [MoneyLine(MoneyKind.SET_OFF, it, one.member_id, loan) for loan, it in one.set_off]
        lines += [MoneyLine(MoneyKind.SAVING_OUT, one.rest, one.member_id)] if one.rest else []
    return lines


async def page(group: Lenders, days: float, meeting_id: str = "") -> RegisterPage:
    """Return a meeting's register as the president sees it; open a meeting where none is given."""
    sisters, at = group.sisters, after(days)
    named = meeting_id or (await sisters.open_meeting(at)).id
    return await sisters.read(meetings.register, sisters.actor(1), named, at=at)


async def with_a_loan_out(database: Database, *, saved: int) -> tuple[Lenders, str]:
    """A group that member 6 has left with a loan of ₹3,000; also return the loan's id."""
    group = await lenders(database, saved=saved)
    loan = await group.handed_over(6)
    await group.sisters.set_state(6, MemberState.LEFT)
    return group, loan.id


async def test_who_has_left_is_paid_what_her_loan_leaves_of_her_savings(
    database: Database,
) -> None:
    group, loan = await with_a_loan_out(database, saved=4000_00)
    register_page = await page(group, MONTH)
    body = await group.body(register_page.meeting, settles(register_page), after(MONTH))

    await group.sisters.close(register_page.meeting, body, after(MONTH))

    whose = (group.sisters.member(6), 6, "Usha")
    assert register_page.settlements == (
        SettlementReady(*whose, 4000_00, 3060_00, ((loan, 3060_00),), 940_00),
    )
    balances = await group.balances()
    assert "savings:gm6" not in balances
    assert (balances["cash"], balances["interest-income"]) == (
        6 * 4000_00 - 3000_00 - 940_00,
        60_00,
    )
    assert await group.is_sound()


async def test_savings_that_do_not_cover_her_loan_leave_the_rest_owed(database: Database) -> None:
    group, loan = await with_a_loan_out(database, saved=1000_00)
    register_page = await page(group, MONTH)
    [settlement] = register_page.settlements
    await group.sisters.close(
        register_page.meeting,
        await group.body(register_page.meeting, settles(register_page), after(MONTH)),
        after(MONTH),
    )

    assert (settlement.set_off, settlement.rest) == (((loan, 1000_00),), 0)
    assert (await group.balances())[f"loan:gm6:{loan}:principal"] == 2060_00
    assert (await page(group, 2 * MONTH)).settlements == ()


async def test_a_settlement_is_put_right_like_every_line(database: Database) -> None:
    group, loan = await with_a_loan_out(database, saved=4000_00)
    register_page = await page(group, MONTH)
    body = await group.body(register_page.meeting, settles(register_page), after(MONTH))
    await group.sisters.close(register_page.meeting, body, after(MONTH))
    closed = await page(group, MONTH, register_page.meeting.id)

    await group.correct(register_page.meeting)

    assert [(it.set_off, it.rest, it.is_settled) for it in closed.settlements] == [
        (((loan, 3060_00),), 940_00, True)
    ]
    assert [it.savings for it in (await page(group, 2 * MONTH)).settlements] == [4000_00]
    assert await group.is_sound()


async def test_only_who_has_left_pays_a_loan_from_her_savings(database: Database) -> None:
    group = await lenders(database, saved=4000_00)
    loan = await group.handed_over(6)
    line = MoneyLine(MoneyKind.SET_OFF, 100_00, group.sisters.member(6), loan.id)

    assert await refused(group.meet(after(MONTH), line)) == BadAnswer("set_off")
    assert await group.state(loan) is LoanState.PAID_OUT


async def test_nobody_is_given_back_more_than_she_has_saved(database: Database) -> None:
    group = await lenders(database)
    line = MoneyLine(MoneyKind.SAVING_OUT, 1000_01, group.sisters.member(4))

    assert await refused(group.meet(after(0), line)) == NotEnoughSavings("Kamla", 1000_00)


async def test_savings_behind_a_loan_stay_while_she_owes(database: Database) -> None:
    group = await lenders(database, saved=1500_00)
    await group.handed_over(3)
    line = MoneyLine(MoneyKind.SAVING_OUT, 500_01, group.sisters.member(3))

    assert await refused(group.meet(after(7), line)) == NotEnoughSavings("Radha", 500_00)


async def test_what_belongs_to_a_fund_is_spent_on_nothing_else(database: Database) -> None:
    group = await lenders(database, grant=5000_00)
    line = MoneyLine(MoneyKind.SOCIAL_OUT, 100_00)

    assert await refused(group.meet(after(0), line)) == NotEnoughInFund("social", 0)


async def test_a_lender_is_paid_back_no_more_than_the_fund_has(database: Database) -> None:
    group = await lenders(database, grant=5000_00)
    back = MoneyLine(MoneyKind.FUND_RETURNED, 5000_01, fund=LoanFund.DSC)

    assert await refused(group.meet(after(0), back)) == NotEnoughInFund("dsc-grant", 5000_00)


async def test_what_was_received_stays_recorded_once_it_was_given_on(database: Database) -> None:
    group = await lenders(database)
    received = MoneyLine(MoneyKind.FUND_RECEIVED, 500_00, fund=LoanFund.REVOLVING_FUND)
    meeting = await group.meet(after(0), received)
    returned = MoneyLine(MoneyKind.FUND_RETURNED, 500_00, fund=LoanFund.REVOLVING_FUND)
    await group.meet(after(7), returned)

    assert await refused(group.correct(meeting)) == NotEnoughInFund("revolving-fund", 0)


async def test_each_is_told_what_moved_that_is_hers(database: Database) -> None:
    group = await lenders(database, saved=4000_00)
    await group.handed_over(6)
    other = await group.handed_over(3, at=after(7))
    await group.sisters.set_state(6, MemberState.LEFT)
    register_page = await page(group, MONTH)
    carried = MoneyLine(MoneyKind.DEPOSIT, 5_00, "gm3")
    lines = [*settles(register_page), pays(other, 100_00), carried]
    body = await group.body(register_page.meeting, lines, after(MONTH))

    await group.sisters.close(register_page.meeting, body, after(MONTH))

    [(who, _, settled_facts)] = await group.sisters.said("settled_line")
    hers = {who: json.loads(facts) for who, _, facts in await group.sisters.said("saved_line")}
    assert (who, json.loads(settled_facts)["moved"]) == (
        *("gp6", [["set_off", 3060_00], ["saving_out", 940_00]]),
    )
    assert (hers["gp3"]["moved"], hers["gp3"]["owed"]) == ([["repayment", 100_00]], 2900_00)


async def test_after_a_correction_those_are_told_whose_money_changed(database: Database) -> None:
    group = await lenders(database)
    fine = MoneyLine(MoneyKind.FINE, 5_00, "gm4", code=Code.LATE)
    meeting = await group.meet(after(0), fine)

    await group.correct(meeting)

    [(who, _, facts)] = await group.sisters.said("corrected_line")
    assert (who, json.loads(facts)["moved"]) == ("gp4", [])
