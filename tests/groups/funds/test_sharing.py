"""A group's profit: shown, shared out by two persons in one entry, and announced to each member."""

import json
from typing import Any

import pytest

from groups.approvals.model import Asked, RequestState, SecondPersonNeeded
from groups.deciding import acts as second_person
from groups.funds import acts as funds
from groups.funds.model.funds import FundBalance, FundsPage
from groups.funds.model.refusals import NotEnoughSavings, NothingToShare
from groups.funds.model.sharing import Basis, Payout, SharePage
from groups.people.model.people import MemberState
from groups.people.model.refusals import AlreadyDecided, NotYours, ReasonMissing
from groups.registers.model.money import Code, LoanFund, MoneyKind, MoneyLine
from groups.registers.model.refusals import NotEnoughCash
from storage.database import Database
from tests.groups.lenders import Lenders, lenders, pays
from tests.groups.lending.test_loans import refused
from tests.groups.sisters import NOON, after

GIFT = MoneyLine(MoneyKind.RECEIPT, 100_00, code=Code.GIFT)


async def ask(
    group: Lenders, payout: Payout, basis: Basis = Basis.SAVINGS, *, by: int = 1
) -> Asked:
    """Ask for a share-out."""
    sisters = group.sisters
    whose = (sisters.actor(by), sisters.group_id, payout, basis)
    return await sisters.write(funds.ask_share_out, *whose, new_id=sisters.new_id, at=after(1))


async def decide(group: Lenders, asked: Asked, *, by: int = 2, is_yes: bool = True) -> RequestState:
    """Confirm or decline a share-out; return the state of its request."""
    sisters = group.sisters
    of = (sisters.actor(by), asked.request.id, is_yes)
    decided = await sisters.write(second_person.decide, *of, new_id=sisters.new_id, at=after(1))
    return decided.request.state


async def shown(group: Lenders, by: int = 1, **wish: Any) -> SharePage:
    """Return the page of the share-out."""
    sisters = group.sisters
    return await sisters.read(funds.share_page, sisters.actor(by), sisters.group_id, **wish)


async def every_fund(group: Lenders, by: int = 1) -> FundsPage:
    """Return the page of the group's funds."""
    sisters = group.sisters
    return await sisters.read(funds.funds_page, sisters.actor(by), sisters.group_id)


async def test_what_was_earned_is_written_to_the_savings_of_all(database: Database) -> None:
    group = await lenders(database)
    await group.meet(NOON, GIFT)

    asked = await ask(group, Payout.SAVED)
    before = await group.balances()
    assert await decide(group, asked) is RequestState.CONFIRMED

    balances = await group.balances()
    assert [before[f"savings:gm{n}"] for n in range(1, 7)] == 6 * [1000_00]
    assert [balances[f"savings:gm{n}"] - 1000_00 for n in range(1, 7)] == [16_67] * 4 + [16_66] * 2
    assert (balances["cash"], balances["share-out"]) == (6100_00, 100_00)
    assert await group.is_sound()


async def test_at_the_end_of_a_cycle_each_is_paid_all_that_is_hers(database: Database) -> None:
    group = await lenders(database, grant=5000_00)
    await group.meet(NOON, GIFT, MoneyLine(MoneyKind.SOCIAL_IN, 60_00))

    await decide(group, await ask(group, Payout.ENDED))

    assert await group.balances() == {
        "cash": 5060_00,
        "fund:dsc-grant": 5000_00,
        "social-fund": 60_00,
        "other-income": 100_00,
        "share-out": 100_00,
    }


async def test_the_group_hears_the_whole_and_each_her_own_part(database: Database) -> None:
    group = await lenders(database)
    await group.meet(NOON, GIFT)

    await decide(group, await ask(group, Payout.PAID))

    [(_, _, group_facts)] = await group.sisters.said("shared_out")
    hers = {who: json.loads(facts) for who, _, facts in await group.sisters.said("shared_out_hers")}
    assert (json.loads(group_facts)["total"], json.loads(group_facts)["members"]) == (100_00, 6)
    assert hers["gp6"]["amount"] == hers["gp6"]["her_paid"] == 16_00
    assert {it["balance"] for it in hers.values()} == {1000_00}


async def test_two_persons_share_out_and_both_bear_an_office(database: Database) -> None:
    group = await lenders(database)
    await group.meet(NOON, GIFT)
    asked = await ask(group, Payout.PAID)

    assert isinstance(await refused(decide(group, asked, by=1)), SecondPersonNeeded)
    assert isinstance(await refused(decide(group, asked, by=4)), NotYours)
    assert isinstance(await refused(ask(group, Payout.PAID, by=4)), NotYours)
    assert await decide(group, asked, is_yes=False) is RequestState.DECLINED
    assert "share-out" not in await group.balances()


async def test_what_is_not_so_any_more_lapses(database: Database) -> None:
    group = await lenders(database)
    await group.meet(NOON, GIFT)
    asked = await ask(group, Payout.PAID)
    await group.meet(after(7), GIFT)

    assert await decide(group, asked) is RequestState.LAPSED


async def test_what_cannot_be_paid_any_more_lapses(database: Database) -> None:
    group = await lenders(database)
    await group.meet(NOON, GIFT)
    asked = await ask(group, Payout.ENDED)
    await group.meet(after(7), MoneyLine(MoneyKind.DEPOSIT, 50_00, "gm1"))

    assert await decide(group, asked) is RequestState.LAPSED


async def test_asked_otherwise_the_first_asking_lapses(database: Database) -> None:
    group = await lenders(database)
    await group.meet(NOON, GIFT)

    first, again = await ask(group, Payout.PAID), await ask(group, Payout.PAID)
    other = await ask(group, Payout.SAVED)

    assert (again.request.id, again.is_new) == (first.request.id, False)
    assert other.is_new
    assert (await shown(group)).is_asked_for


async def test_nobody_is_paid_what_is_with_borrowers(database: Database) -> None:
    group = await lenders(database)
    loan = await group.handed_over(3)
    await group.meet(after(31), pays(loan, 560_00))

    assert await refused(ask(group, Payout.ENDED)) == NotEnoughCash(6000_00 - 3000_00 + 560_00)


async def test_a_preview_tells_each_ones_part_and_records_nothing(database: Database) -> None:
    group = await lenders(database)
    await group.meet(NOON, GIFT)
    await group.sisters.set_state(6, MemberState.LEFT)

    share_page = await shown(group, wish=(Payout.PAID, Basis.SAVINGS))

    assert share_page.shared is not None
    assert (share_page.earned, share_page.payable, share_page.bases) == (
        100_00,
        6100_00,
        (Basis.SAVINGS,),
    )
    assert [(it.number, it.amount) for it in share_page.shared.parts] == [
        (n, 20_00) for n in range(1, 6)
    ]
    assert not share_page.is_asked_for


async def test_where_nothing_was_earned_there_is_nothing_to_share(database: Database) -> None:
    group = await lenders(database)

    assert await refused(ask(group, Payout.SAVED)) == NothingToShare()


async def test_each_fund_is_shown_apart(database: Database) -> None:
    group = await lenders(database, grant=5000_00)
    loan = await group.handed_over(3)
    back = MoneyLine(MoneyKind.FUND_RETURNED, 1000_00, fund=LoanFund.DSC)
    meeting = await group.meet(after(31), pays(loan, 560_00), back)
    await group.correct(meeting, pays(loan, 560_00))

    funds_page = await every_fund(group)

    own = FundBalance(LoanFund.OWN, lent=3000_00, repaid=500_00, out=2500_00, free=3560_00)
    assert funds_page.funds == (own, FundBalance(LoanFund.DSC, received=5000_00, free=5000_00))
    assert (funds_page.cash, funds_page.savings, funds_page.out, funds_page.earned) == (
        *(8560_00, 6000_00, 2500_00, 60_00),
    )
    assert [(it.number, it.owed) for it in funds_page.sisters if it.owed] == [(3, 2500_00)]


async def test_a_member_sees_the_whole_and_her_own(database: Database) -> None:
    group = await lenders(database)

    funds_page = await every_fund(group, by=4)

    assert funds_page.hers is not None
    assert (funds_page.hers.number, funds_page.hers.savings, funds_page.sisters) == (4, 1000_00, ())
    assert (funds_page.savings, funds_page.keeps_books, funds_page.may_share_out) == (
        6000_00,
        False,
        False,
    )


async def ask_undo(group: Lenders, reason: str = "The wrong year") -> Asked:
    """Ask that the last share-out is reversed."""
    sisters = group.sisters
    whose = (sisters.actor(1), sisters.group_id, reason)
    return await sisters.write(funds.ask_undo, *whose, new_id=sisters.new_id, at=after(2))


@pytest.mark.parametrize("payout", Payout)
async def test_a_share_out_that_was_wrong_is_taken_back_by_two_persons(
    database: Database, payout: Payout
) -> None:
    group = await lenders(database)
    await group.meet(NOON, GIFT)
    before = await group.balances()
    await decide(group, await ask(group, payout))

    undo = await ask_undo(group)
    assert await decide(group, undo) is RequestState.CONFIRMED

    assert await group.balances() == before
    assert (await shown(group)).last is None
    hers = [json.loads(facts) for _, _, facts in await group.sisters.said("shared_out_hers")]
    assert {it["balance"] for it in hers[6:]} == {1000_00}
    assert await group.is_sound()


async def test_what_is_taken_back_has_a_reason_and_stands(database: Database) -> None:
    group = await lenders(database)
    await group.meet(NOON, GIFT)
    assert await refused(ask_undo(group)) == AlreadyDecided()

    await decide(group, await ask(group, Payout.PAID))

    assert await refused(ask_undo(group, " ")) == ReasonMissing()
    last = (await shown(group)).last
    assert last is not None
    assert (last.payout, last.total, last.paid) == (Payout.PAID, 100_00, 100_00)


async def test_nobody_gives_back_what_she_has_not_got_any_more(database: Database) -> None:
    group = await lenders(database)
    await group.meet(NOON, GIFT)
    await decide(group, await ask(group, Payout.SAVED))
    asked = await ask_undo(group)
    await group.meet(after(7), MoneyLine(MoneyKind.SAVING_OUT, 1016_00, "gm4"))

    assert await refused(ask_undo(group)) == NotEnoughSavings("Kamla", 67)
    assert await decide(group, asked) is RequestState.LAPSED
