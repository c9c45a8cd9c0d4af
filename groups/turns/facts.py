"""Who may have a PIN or take a turn."""

from groups.people.model.people import Member, MemberState
from groups.people.model.refusals import NotFound
from groups.people.store.members import select_member
from storage.tx import Tx


def read_active(tx: Tx, group_id: str, member_id: str) -> Member:
    """An active member of the group; NotFound alike for others, for resting ones and for gone."""
    member = select_member(tx, member_id)
    if member is None or member.group_id != group_id or member.state is not MemberState.ACTIVE:
        raise NotFound
    return member
