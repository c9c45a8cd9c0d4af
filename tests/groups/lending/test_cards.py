"""What the cards of a loan say in the chat, and who may decide it or take it back."""

import pytest

from groups.lending.acts import cards
from groups.lending.acts import pages as loan_pages
from groups.lending.model.pages import OwnLoans
from groups.people.model.refusals import NotFound, NotYours
from storage.database import Database
from tests.groups.lenders import Lenders, lenders
from tests.groups.sisters import NOON


async def own(group: Lenders, n: int) -> OwnLoans:
    sisters = group.sisters
    return await sisters.read(loan_pages.own_loans, sisters.actor(n), sisters.group_id, at=NOON)


async def test_the_ballots_card_tells_how_many_have_voted(database: Database) -> None:
    group = await lenders(database)
    loan = await group.propose()
    await group.say(1, loan)
    her = group.sisters.actor(4)

    ballot = await group.sisters.read(cards.ballot_card, her, loan.id)
    plain = await group.sisters.read(cards.loan_card, her, loan.id)

    assert (ballot["voted"], ballot["voters"], plain["voted"]) == (1, 5, None)
    assert ballot["loan_id"] == plain["loan_id"] == loan.id


async def test_of_a_loan_that_is_not_there_no_card_is_shown(database: Database) -> None:
    group = await lenders(database)

    with pytest.raises(NotFound):
        await group.sisters.read(cards.loan_card, group.sisters.actor(1), "none")


async def test_the_facilitator_alone_decides(database: Database) -> None:
    group = await lenders(database)
    loan = await group.propose()
    found = await group.sisters.read(cards.to_decide, group.sisters.actor(0), loan.id)

    assert found == loan
    with pytest.raises(NotYours):
        await group.sisters.read(cards.to_decide, group.sisters.actor(1), loan.id)


async def test_she_takes_her_own_back_and_an_office_bearer_anothers(database: Database) -> None:
    group = await lenders(database)
    loan = await group.propose()
    found = [
        await group.sisters.read(cards.to_cancel, group.sisters.actor(n), loan.id) for n in (3, 1)
    ]

    assert [it.is_hers for it in found] == [True, False]
    with pytest.raises(NotYours):
        await group.sisters.read(cards.to_cancel, group.sisters.actor(4), loan.id)


async def test_her_list_has_her_own_loans_and_the_ballots_of_others(database: Database) -> None:
    group = await lenders(database)
    loan = await group.propose()
    hers, others, facilitators = [await own(group, n) for n in (3, 4, 0)]

    assert [it.line.loan for it in hers.hers] == [it.loan for it in others.ballots] == [loan]
    assert (hers.ballots, others.hers, facilitators.ballots) == ((), (), ())
    assert (hers.may_ask, facilitators.may_ask) == (True, False)


async def test_a_loan_that_is_out_tells_what_is_left(database: Database) -> None:
    group = await lenders(database)
    loan = await group.handed_over()
    [line] = (await own(group, 3)).hers

    assert (line.line.left, line.line.late, line.from_day) == (loan.terms.principal, 0, None)
