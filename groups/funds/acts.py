"""The page of the group's funds, and the share-out of what it has earned."""

from collections.abc import Callable, Mapping
from datetime import datetime

from groups.approvals.effects import ask_second
from groups.approvals.model import Asked, RequestKind, RequestState
from groups.approvals.store import select_waiting_request, update_request
from groups.charter.rules.charter import Charter
from groups.charter.store import select_charter
from groups.funds.effects.sharing import body_of, shared_now, undo_of
from groups.funds.facts.approvals import SHARE_OUT
from groups.funds.facts.free_money import free_money, select_sharable
from groups.funds.model.funds import FundsPage, SisterBalance
from groups.funds.model.sharing import Basis, Payout, SharePage
from groups.funds.rules.funds import balances
from groups.funds.rules.sharing import earned, shares_of
from groups.funds.store import select_standing, select_sums
from groups.loans.store.loans import select_loans_of_group
from groups.people.facts.door import enter, enter_to_read, signature
from groups.people.model.deed import Deed
from groups.people.model.group import Group
from groups.people.model.people import Actor
from groups.people.model.refusals import AlreadyDecided, ReasonMissing
from groups.people.rules.rights import Right, may
from groups.people.store.members import select_members_ever
from ledger.accounts import bank, cash_box, cash_difference, loan_of, savings, social_fund
from ledger.balances import balances_of
from ledger.words import keep_words
from storage.tx import Tx


def funds_page(tx: Tx, actor: Actor, group_id: str) -> FundsPage:
    """The group's money by fund, for its members; single members' sums only for book-keepers."""
    group, actor_roles = enter_to_read(tx, actor, group_id, Right.SEE_STANDING)
    by_account = {name: amount.minor for name, amount in balances_of(tx, group_id).items()}
    loans = select_loans_of_group(tx, group_id)
    fund_balances = balances(
        select_sums(tx, group_id),
        {loan.id: loan.fund for loan in loans},
        free_money(tx, group_id, loans),
    )
    value = _share_value(group, select_charter(tx, group_id))
    sisters = _sisters(tx, group_id, by_account, value)
    own_id = actor_roles.member.id if actor_roles.member else None
    keeps_books = may(actor_roles, Right.SEE_BOOKS)
    return FundsPage(
        group=group,
        keeps_books=keeps_books,
        may_share_out=may(actor_roles, Right.SHARE_OUT),
        cash=by_account.get(cash_box(), 0),
        bank=by_account.get(bank(), 0),
        savings=sum(one.savings for one in sisters),
        out=sum(fund.out for fund in fund_balances),
        social=by_account.get(social_fund(), 0),
        earned=earned(by_account),
        cash_difference=-by_account.get(cash_difference(), 0),
        funds=tuple(fund for fund in fund_balances if fund.is_used),
        hers=next((one for one in sisters if one.member_id == own_id), None),
        sisters=tuple(one for one in sisters if one.savings or one.owed) if keeps_books else (),
        share_value=value,
    )


def share_page(
    tx: Tx, actor: Actor, group_id: str, wish: tuple[Payout, Basis] | None = None
) -> SharePage:
    """What can be shared out, and each member's part by this wish; decides nothing.

    Refuses what `ask_share_out` refuses.
    """
    group, _ = enter_to_read(tx, actor, group_id, Right.SHARE_OUT)
    sharable = select_sharable(tx, group_id)
    waiting = select_waiting_request(tx, group_id, RequestKind.SHARE_OUT, group_id)
    shared = None
    if wish is not None:
        payout, basis = wish
        shared = shared_now(sharable, group, payout, basis)
    return SharePage(
        group=group,
        earned=sharable.earned,
        payable=sharable.payable,
        bases=_bases(select_charter(tx, group_id)),
        shared=shared,
        is_asked_for=waiting is not None,
        last=select_standing(tx, group_id),
    )


def ask_share_out(
    tx: Tx,
    actor: Actor,
    group_id: str,
    payout: Payout,
    basis: Basis,
    *,
    new_id: Callable[[], str],
    at: datetime,
) -> Asked:
    """Ask to share out what was earned; a second person confirms exactly the parts shown.

    An earlier request lapses unless it is the same. NothingToShare if nothing was earned;
    NotEnoughCash if the pay-out exceeds the group's own money in the box.
    """
    group, actor_roles = enter(tx, actor, group_id, Right.SHARE_OUT)
    body = body_of(shared_now(select_sharable(tx, group_id), group, payout, basis))
    by = signature(actor_roles)
    _let_lapse(tx, group_id, body, by=by, at=at)
    return ask_second(tx, Deed(group, by, new_id, at), SHARE_OUT, group_id, body)


def ask_undo(
    tx: Tx, actor: Actor, group_id: str, reason: str, *, new_id: Callable[[], str], at: datetime
) -> Asked:
    """Ask to reverse the last share-out; a second person confirms it.

    AlreadyDecided if no share-out is in force; ReasonMissing; NotEnoughSavings if a member has
    spent her part.
    """
    group, actor_roles = enter(tx, actor, group_id, Right.SHARE_OUT)
    last = select_standing(tx, group_id)
    if last is None:
        raise AlreadyDecided
    if not reason.strip():
        raise ReasonMissing
    by, body = signature(actor_roles), undo_of(tx, group_id, last)
    _let_lapse(tx, group_id, body, by=by, at=at)
    word_id = keep_words(tx, new_id(), group_id, reason.strip(), new_id(), at=at)
    deed = Deed(group, by, new_id, at)
    return ask_second(tx, deed, SHARE_OUT, group_id, body, word_id=word_id)


def _let_lapse(tx: Tx, group_id: str, body: Mapping[str, object], *, by: str, at: datetime) -> None:
    """Let an earlier request lapse if it asks for something else."""
    waiting = select_waiting_request(tx, group_id, RequestKind.SHARE_OUT, group_id)
    if waiting is not None and waiting.body != body:
        update_request(tx, waiting.id, RequestState.LAPSED, decided_by=by, at=at)


def _share_value(group: Group, charter: Charter) -> int:
    return group.saving if charter.saving.shares_most else 0


def _bases(charter: Charter) -> tuple[Basis, ...]:
    return tuple(Basis) if charter.saving.shares_most else (Basis.SAVINGS,)


def _sisters(
    tx: Tx, group_id: str, by_account: dict[str, int], share_value: int
) -> list[SisterBalance]:
    owed: dict[str, int] = {}
    for name, amount in by_account.items():
        loan = loan_of(name)
        if loan is not None:
            owed[loan.member_id] = owed.get(loan.member_id, 0) + amount
    return [
        SisterBalance(
            member_id=one.id,
            number=one.number,
            name=one.name,
            savings=by_account.get(savings(one.id), 0),
            owed=owed.get(one.id, 0),
            shares=shares_of(by_account.get(savings(one.id), 0), share_value),
        )
        for one in select_members_ever(tx, group_id)
    ]
