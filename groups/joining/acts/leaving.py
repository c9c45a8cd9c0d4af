"""Leaving without a phone, and withdrawing consent: it counts at once, the books stay.

Her name is erased a day later; till then she can undo it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from groups.approvals.effects import ask_second
from groups.approvals.model import Asked
from groups.calendar.rules.days import day_in, minute_in
from groups.joining.effects.dying import ask_death
from groups.joining.effects.leaving_told import say_leaving_asked
from groups.joining.effects.withdrawing import begin_withdrawal, take_back
from groups.joining.facts.approvals import LEAVING, WITHDRAWAL
from groups.joining.model import LeavesHerself
from groups.pending.model import PendingKind
from groups.pending.store import select_pending_of_member
from groups.people.facts.door import enter, see, signature
from groups.people.facts.names import read_group, read_member
from groups.people.model.deed import Deed
from groups.people.model.people import Actor, Member, MemberState, Phone
from groups.people.model.refusals import AlreadyDecided, NotAMember, NotFound
from groups.people.rules.rights import Right, require
from groups.people.store.members import select_last_membership, select_member, select_membership
from groups.turns.store.turns import select_holder
from ledger.accounts import savings
from ledger.balances import balance
from storage.tx import Tx


@dataclass(frozen=True, slots=True)
class Withdrawable:
    """Her current or last membership, whose name would be erased; `savings` in paise."""

    group_id: str
    group_name: str
    number: int
    savings: int
    is_member: bool


@dataclass(frozen=True, slots=True)
class Erasing:
    """She took her consent back: from this moment on her name is erased, unless she undoes it."""

    pending_id: str
    group_name: str
    number: int
    savings: int
    due_day: date
    due_minute: int
    returns: bool  # undoing it makes her a member again


def ask(
    tx: Tx,
    actor: Actor,
    member_id: str,
    *,
    erases: bool = False,
    is_dead: bool = False,
    new_id: Callable[[], str],
    at: datetime,
) -> Asked:
    """Ask that a member without a phone leaves; asked twice, one request waits.

    A second person confirms that the member said so; the facilitator is asked as well, and the
    group is told. `erases`: she withdraws her consent, so her
    name is erased too. `is_dead`: she has died; it waits two days, and she may have a phone: it is
    asked. LeavesHerself for a member with a phone, AlreadyDecided for one who has left.
    """
    unlocked_member = select_member(tx, member_id)
    if unlocked_member is None:
        raise NotFound
    group, actor_roles = enter(tx, actor, unlocked_member.group_id, Right.ASK_LEAVING)
    member = read_member(tx, member_id)
    if member.state is MemberState.LEFT:
        raise AlreadyDecided
    if member.phone is Phone.OWN and not is_dead:
        raise LeavesHerself(member.name)
    deed = Deed(group, signature(actor_roles), new_id, at)
    if is_dead:
        return ask_death(tx, deed, member)
    asked = ask_second(tx, deed, LEAVING, member.id, {"erases": erases})
    if asked.is_new:
        say_leaving_asked(tx, deed, member, asked.request)
    return asked


def withdrawable(tx: Tx, actor: Actor) -> Withdrawable:
    """The membership whose consent she would withdraw; NotAMember if she never gave one."""
    last = _last(tx, actor)
    if last is None:
        raise NotAMember
    return _shown(tx, last)


def may_withdraw(tx: Tx, actor: Actor) -> bool:
    """Whether she has given a consent that she can withdraw."""
    return _last(tx, actor) is not None


def erasing(tx: Tx, actor: Actor) -> Erasing | None:
    """What she has taken back and can still undo; None if there is nothing."""
    last = _last_ever(tx, actor)
    pending = select_pending_of_member(tx, last.id, PendingKind.ERASURE) if last else None
    if last is None or pending is None:
        return None
    zone, stands = read_group(tx, last.group_id).zone, _shown(tx, last)
    return Erasing(
        pending_id=pending.id,
        group_name=stands.group_name,
        number=stands.number,
        savings=stands.savings,
        due_day=day_in(zone, pending.due_at),
        due_minute=minute_in(zone, pending.due_at),
        returns=pending.body["was"] != MemberState.LEFT,
    )


def withdraw(
    tx: Tx,
    actor: Actor,
    group_id: str,
    *,
    turn_id: str = "",
    new_id: Callable[[], str],
    at: datetime,
) -> Withdrawable:
    """Withdraw her consent: she leaves at once; a day later her name and words are erased.

    In her turn on another's phone (`turn_id`, spent in this transaction) a second person first says
    that it is she; after seven days it takes effect without that. Returns the membership.
    AlreadyDecided if `group_id`, the group that she was shown, is no longer her last.
    """
    tx.lock(f"group:{group_id}")
    last = _last(tx, actor)
    if last is None or last.group_id != group_id:
        raise AlreadyDecided
    before = _shown(tx, last)
    group, actor_roles = see(tx, actor, group_id)
    require(actor_roles, Right.WITHDRAW_CONSENT)
    deed = Deed(group, last.id, new_id, at)
    if turn_id:
        _ask_withdrawal(tx, deed, last, turn_id)
    else:
        take_back(tx, deed, last)
    return before


def _ask_withdrawal(tx: Tx, deed: Deed, member: Member, turn_id: str) -> None:
    """Ask a second person, not the phone's holder, whether it is she; asked twice, one waits."""
    holder = select_holder(tx, turn_id)
    assert holder is not None, "the turn is spent in this transaction"
    asked = ask_second(tx, deed, WITHDRAWAL, member.id, {"held_by": holder})
    if asked.is_new:
        begin_withdrawal(tx, deed, member, asked.request)


def _last(tx: Tx, actor: Actor) -> Member | None:
    """Her membership, or her last one; None if she has taken its consent back already."""
    last = _last_ever(tx, actor)
    if last is None or select_pending_of_member(tx, last.id, PendingKind.ERASURE) is not None:
        return None
    return last


def _last_ever(tx: Tx, actor: Actor) -> Member | None:
    now = select_membership(tx, actor.person_id)
    return now or select_last_membership(tx, actor.person_id)


def _shown(tx: Tx, member: Member) -> Withdrawable:
    return Withdrawable(
        group_id=member.group_id,
        group_name=read_group(tx, member.group_id).name,
        number=member.number,
        savings=balance(tx, member.group_id, savings(member.id)).minor,
        is_member=member.state is not MemberState.LEFT,
    )
