"""The facilitator confirms a member whom the group has not yet seen in a meeting."""

from collections.abc import Callable
from datetime import datetime

from groups.joining.effects import newcomers
from groups.joining.model import MemberMoved
from groups.people.facts.door import enter, signature
from groups.people.facts.names import read_member
from groups.people.model.deed import Deed
from groups.people.model.people import Actor, MemberState
from groups.people.model.refusals import AlreadyDecided, NotFound
from groups.people.rules.rights import Right
from groups.people.store.members import has_say, select_member
from storage.tx import Tx


def give_say(
    tx: Tx, actor: Actor, member_id: str, *, new_id: Callable[[], str], at: datetime
) -> MemberMoved:
    """Let a member vote, give her word and be a second person; the group is told.

    A second call changes nothing. AlreadyDecided for a member who is not active.
    """
    unlocked_member = select_member(tx, member_id)
    if unlocked_member is None:
        raise NotFound
    group, actor_roles = enter(tx, actor, unlocked_member.group_id, Right.GIVE_SAY)
    member = read_member(tx, member_id)
    if member.state is not MemberState.ACTIVE:
        raise AlreadyDecided
    if has_say(tx, member.id):
        return MemberMoved(member, is_new=False)
    newcomers.give_say(tx, Deed(group, signature(actor_roles), new_id, at), member)
    return MemberMoved(member, is_new=True)
