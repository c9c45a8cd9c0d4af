"""Leaving without a phone, and withdrawing consent: the name is erased, the books stay."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from groups.approvals.effects import ask_second
from groups.approvals.model import Asked
from groups.joining.effects import memberships
from groups.joining.facts.approvals import LEAVING
from groups.joining.model import LeavesHerself
from groups.messages.model import Json
from groups.people.facts.door import enter, see, signature
from groups.people.facts.names import read_group, read_member
from groups.people.model.deed import Deed
from groups.people.model.people import Actor, Member, MemberState, Phone
from groups.people.model.refusals import AlreadyDecided, NotAMember, NotFound
from groups.people.rules.rights import Right, require
from groups.people.store.members import select_last_membership, select_member, select_membership
from groups.privacy.effects import erase_person
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

    A second person confirms that the member said so. `erases`: she withdraws her consent, so her
    name is erased too. `is_dead`: she has died; then she may have had a phone. LeavesHerself for a
    member with a phone, AlreadyDecided for one who has left.
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
    body: dict[str, Json] = {"erases": erases}
    if is_dead:
        body["is_dead"] = True
    return ask_second(tx, deed, LEAVING, member.id, body)


def withdrawable(tx: Tx, actor: Actor) -> Withdrawable:
    """The membership whose consent she would withdraw; NotAMember if she never gave one."""
    last = _last(tx, actor)
    if last is None:
        raise NotAMember
    return _shown(tx, last)


def may_withdraw(tx: Tx, actor: Actor) -> bool:
    """Whether she has given a consent that she can withdraw."""
    return _last(tx, actor) is not None


def withdraw(
    tx: Tx, actor: Actor, group_id: str, *, new_id: Callable[[], str], at: datetime
) -> Withdrawable:
    """Withdraw her consent: she leaves, and her name and words are erased in all groups.

    The books keep her number only, and her account is no longer linked to it. Returns the
    membership. AlreadyDecided if `group_id`, the group that she was shown, is no longer her last.
    """
    last = _last(tx, actor)
    if last is None or last.group_id != group_id:
        raise AlreadyDecided
    before = _shown(tx, last)
    member = select_membership(tx, actor.person_id)
    if member is not None:
        tx.lock(f"group:{member.group_id}")
        group, actor_roles = see(tx, actor, member.group_id)
        require(actor_roles, Right.LEAVE)
        deed = Deed(group, member.id, new_id, at)
        memberships.end(tx, deed, read_member(tx, member.id), is_named=False)
    erase_person(tx, actor.person_id, by_id=None, new_id=new_id, at=at)
    return before


def _last(tx: Tx, actor: Actor) -> Member | None:
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
