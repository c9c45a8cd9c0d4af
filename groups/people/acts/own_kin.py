"""A facilitator says that a member is her kin: then others look after the group.

It cannot be taken back, so she is asked once more.
"""

from dataclasses import dataclass
from datetime import datetime

from groups.people.effects.records import record_group_act
from groups.people.facts.door import enter, enter_to_read
from groups.people.facts.moderators import moderators_of
from groups.people.facts.names import read_member
from groups.people.model.group import Group
from groups.people.model.people import Actor, Member, MemberState
from groups.people.model.refusals import NotFound
from groups.people.rules.rights import Right
from groups.people.store.group_acts import GroupAct
from groups.people.store.members import select_member
from storage.tx import Tx


@dataclass(frozen=True, slots=True)
class OwnKin:
    """The member who is her kin; `has_other`: somebody else can look after the group now."""

    group: Group
    member: Member
    has_other: bool


def to_tell(tx: Tx, actor: Actor, member_id: str) -> Member:
    """A member of a group that she looks after, whom she may declare her kin."""
    enter_to_read(tx, actor, _group_of(tx, member_id), Right.TELL_OWN_KIN)
    return read_member(tx, member_id)


def tell(tx: Tx, actor: Actor, member_id: str, *, at: datetime) -> OwnKin:
    """Record that the member is the facilitator's kin, so that she moderates the group no more.

    A second tap is refused as everything there: ConcernedHerself.
    """
    group, _ = enter(tx, actor, _group_of(tx, member_id), Right.TELL_OWN_KIN)
    group_act = GroupAct(group.id, "own_kin", member_id, actor.person_id)
    record_group_act(tx, group_act, at=at)
    return OwnKin(group, read_member(tx, member_id), has_other=bool(moderators_of(tx, group)))


def _group_of(tx: Tx, member_id: str) -> str:
    member = select_member(tx, member_id)
    if member is None or member.state is MemberState.LEFT:
        raise NotFound
    return member.group_id
