"""The pages of loans: what each member sees of her own loans, of ballots, and of others' loans."""

from datetime import timedelta

import pytest

from groups.lending.acts import pages as loan_pages
from groups.lending.model.pages import LoanMays, LoanPage, LoansPage
from groups.loans.model.loan import LoanState, LoanStep
from groups.people.model.refusals import NotFound
from groups.registers.model.money import LoanFund
from storage.database import Database
from tests.groups.lenders import Lenders, lenders, pays
from tests.groups.lending.test_loan_days import look
from tests.groups.sisters import NOON, after

MONTH = 31


async def listed(group: Lenders, n: int, days: float = 0) -> LoansPage:
    """Return the list of loans that member n sees after some days."""
    asker, of_group = group.sisters.actor(n), group.sisters.group_id
    return await group.sisters.read(loan_pages.loans_page, asker, of_group, at=after(days))


async def shown(group: Lenders, n: int, loan_id: str, days: float = 0) -> LoanPage:
    """Return the page of one loan that member n sees after some days."""
    asker = group.sisters.actor(n)
    return await group.sisters.read(loan_pages.loan_page, asker, loan_id, at=after(days))


async def test_an_open_ballot_is_for_everybody(database: Database) -> None:
    group = await lenders(database)
    loan = await group.propose(3)

    hers, others = await listed(group, 3), await listed(group, 5)

    assert [line.loan for line in others.ballots] == [loan]
    assert ([it.is_hers for it in hers.hers], others.hers, others.free) == ([True], (), None)


async def test_who_keeps_the_books_sees_what_can_be_lent(database: Database) -> None:
    group = await lenders(database)
    await group.propose(3)

    loans_page = await listed(group, 1)

    assert loans_page.free is not None
    assert loans_page.free[LoanFund.OWN] == 3000_00


async def test_what_is_due_next_stands_with_her_loan(database: Database) -> None:
    group = await lenders(database)
    loan = await group.handed_over(3)

    [line] = (await listed(group, 3)).hers

    book = await group.book(loan)
    assert (line.left, line.due, line.late) == (3000_00, book.lines[0].amount, 0)
    assert line.due_day is not None
    assert line.due_day >= book.lines[0].day


async def test_what_is_late_is_told_to_her_and_the_keepers_of_the_books_alone(
    database: Database,
) -> None:
    group = await lenders(database)
    await group.handed_over(3)
    days = 2 * MONTH + 20

    hers, officers = (await listed(group, 3, days)).hers, (await listed(group, 1, days)).out
    others = await listed(group, 5, days)

    assert (hers[0].late > 0, hers[0].age) == (True, officers[0].age)
    assert (others.out, others.hers, others.at_risk) == ((), (), 0)


@pytest.mark.parametrize("days", [0, 1, 30, 35, 36, 61, 120, 180, 250])
async def test_no_part_of_a_loan_is_larger_than_what_closes_it(
    database: Database, days: int
) -> None:
    group = await lenders(database)
    loan = await group.handed_over(3)
    await group.meet(after(7), pays(loan, 2900_00))  # ₹100 of principal is left

    [line] = (await listed(group, 3, max(days, 8))).hers

    assert line.left == 100_00
    assert max(line.left, line.late) <= line.closes


async def test_a_loan_tells_what_is_left_late_and_closes_it(database: Database) -> None:
    group = await lenders(database)
    loan = await group.handed_over(3)
    days = 4 * MONTH + 60  # six months of ₹60 are over; a meeting today would still be in time
    await look(group, days)

    [line] = (await listed(group, 3, days)).hers
    await group.meet(after(days))
    [later] = (await listed(group, 3, days + 2)).hers

    # Without a meeting since the sixth day, its ₹525 and ₹60 are not late yet.
    assert (line.left, line.late, line.closes) == (3000_00, 2775_00, 3360_00)
    assert (later.left, later.late, later.closes) == (3000_00, 3360_00, 3420_00)
    await group.meet(after(days + 2), pays(loan, later.closes))
    assert await group.state(loan) is LoanState.REPAID


async def test_a_loan_that_ended_is_kept_in_the_list(database: Database) -> None:
    group = await lenders(database)
    loan = await group.handed_over(3)
    await group.meet(after(7), pays(loan, 3000_00 + 60_00))

    loans_page = await listed(group, 1, 8)
    [line] = (await listed(group, 3, 8)).hers

    assert [it.loan.state for it in loans_page.ended] == [LoanState.REPAID]
    assert (loans_page.out, line.due_day) == ((), None)


async def test_one_loan_shows_its_ballot_to_those_who_vote(database: Database) -> None:
    group = await lenders(database)
    loan = await group.propose(3)
    await group.say(5, loan)

    voted, not_yet = await shown(group, 5, loan.id), await shown(group, 4, loan.id)

    assert (voted.has_voted, not_yet.has_voted, voted.is_whole) == (True, False, False)
    assert voted.may == LoanMays(vote=True, decide=False, cancel=False, confirm=False)
    assert (voted.words, voted.schedule, voted.steps) == ("A sewing machine", (), ())


async def test_no_vote_is_offered_after_the_last_day_of_the_ballot(database: Database) -> None:
    group = await lenders(database)
    loan = await group.propose(3)
    last = (loan.ballot_until - NOON.date()).days

    assert (await shown(group, 4, loan.id, last)).may.vote
    assert not (await shown(group, 4, loan.id, last + 1)).may.vote


async def test_the_borrower_may_take_it_back_and_not_vote(database: Database) -> None:
    group = await lenders(database)
    loan = await group.propose(3)

    loan_page = await shown(group, 3, loan.id)

    assert loan_page.may == LoanMays(vote=False, decide=False, cancel=True, confirm=False)


async def test_an_approved_loan_tells_whose_word_is_missing(database: Database) -> None:
    group = await lenders(database)
    loan = await group.carried(3)
    await group.confirmed(loan, 3)

    hers, officers = await shown(group, 3, loan.id), await shown(group, 1, loan.id)

    assert (hers.missing, hers.from_day, len(hers.confirmed)) == ("officers", NOON.date(), 1)
    assert (hers.may.confirm, officers.may.confirm) == (False, True)
    assert [it.step for it in officers.steps] == [LoanStep.CARRY_FINALLY]
    assert (await listed(group, 5)).agreed[0].loan.id == loan.id


async def test_the_whole_of_a_loan_shows_what_is_paid_and_what_comes(database: Database) -> None:
    group = await lenders(database)
    loan = await group.handed_over(3)
    book = await group.book(loan)
    paid = book.lines[0]
    await group.meet(NOON + timedelta(days=MONTH), pays(loan, paid.amount))

    loan_page = await shown(group, 3, loan.id, MONTH + 1)

    assert [it.is_paid for it in loan_page.schedule] == [True, *[False] * 5]
    assert loan_page.moved[0].amount == -paid.amount
    assert [(it.reason, it.principal, it.interest) for it in loan_page.moved] == [
        ("loan_repaid", -paid.principal, -paid.interest),
        ("loan_interest_due", 0, paid.interest),
        ("loan_paid_out", 3000_00, 0),
    ]


async def test_what_another_pays_back_is_not_there_for_a_sister(database: Database) -> None:
    group = await lenders(database)
    loan = await group.handed_over(3)

    with pytest.raises(NotFound):
        await shown(group, 5, loan.id)


async def test_a_loan_that_is_nowhere_is_not_found(database: Database) -> None:
    group = await lenders(database)

    with pytest.raises(NotFound):
        await shown(group, 5, "nosuchloan")


async def test_the_form_offers_sisters_to_office_bearers_alone(database: Database) -> None:
    group = await lenders(database, grant=5000_00)
    whom = [group.sisters.actor(n) for n in (1, 5)]

    officer, member = [
        await group.sisters.read(loan_pages.loan_form, one, group.sisters.group_id, at=NOON)
        for one in whom
    ]

    assert (len(officer.others), member.others, member.own) == (5, (), group.sisters.member(5))
    assert [it.fund for it in member.funds] == [LoanFund.OWN, LoanFund.DSC]
