"""Leaving without a phone: asked for by an office-bearer, told to a second person by herself."""

from collections.abc import Callable
from datetime import datetime

from groups.model.deed import Deed
from groups.model.people import Actor, MemberState, Phone
from groups.model.refusals import AlreadyDecided, LeavesHerself, NotFound
from groups.model.second_person import Asked, RequestKind
from groups.rules.rights import Act
from groups.store.asking import ask_second
from groups.store.door import enter, signature
from groups.store.members import select_member
from groups.store.memberships import read_member
from storage.tx import Tx


def ask(tx: Tx, actor: Actor, member_id: str, *, new_id: Callable[[], str], at: datetime) -> Asked:
    """Ask that a member without a phone leaves; asked twice, it waits once.

    A second person confirms that she said so herself. LeavesHerself for one who has a phone,
    AlreadyDecided for one who has left.
    """
    found = select_member(tx, member_id)
    if found is None:
        raise NotFound
    group, standing = enter(tx, actor, found.group_id, Act.ASK_LEAVING)
    member = read_member(tx, member_id)
    if member.state is MemberState.LEFT:
        raise AlreadyDecided
    if member.phone is Phone.OWN:
        raise LeavesHerself(member.name)
    deed = Deed(group, signature(standing), new_id, at)
    return ask_second(tx, deed, RequestKind.LEAVING, member.id, {})
