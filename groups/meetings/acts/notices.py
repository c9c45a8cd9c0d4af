"""The doubtful deliveries of a meeting's messages: nobody knows whether they arrived."""

from dataclasses import dataclass
from datetime import date

from groups.meetings.effects.minutes import minutes_key
from groups.messages.store import unsure_deliveries as unsure
from groups.people.facts.door import enter_to_read, member_in
from groups.people.model.people import Actor
from groups.people.model.refusals import NotFound
from groups.people.rules.rights import Right
from groups.people.store.members import select_members_ever
from groups.registers.store import meetings
from storage.tx import Tx


@dataclass(frozen=True, slots=True)
class NotSure:
    """Readers whom a meeting's messages perhaps did not reach: members (number, name), the chat."""

    members: tuple[tuple[int, str], ...]
    is_chat: bool


def of_meeting(tx: Tx, actor: Actor, meeting_id: str) -> NotSure:
    """The readers whom a meeting's messages perhaps did not reach, for officers and facilitator."""
    group_id = meetings.select_group_id(tx, meeting_id)
    if group_id is None:
        raise NotFound
    enter_to_read(tx, actor, group_id, Right.SEE_REGISTER)
    meeting = meetings.select_meeting(tx, meeting_id)
    assert meeting is not None, "it has a group"
    missed = unsure.select_unsure_members(tx, meeting_id)
    return NotSure(
        members=tuple(
            (one.number, one.name) for one in select_members_ever(tx, group_id) if one.id in missed
        ),
        is_chat=unsure.is_unsure(tx, minutes_key(meeting.id, meeting.version)),
    )


def of_mine(tx: Tx, actor: Actor, group_id: str) -> tuple[date, ...]:
    """The days of meetings whose line about her money perhaps did not reach her."""
    _, actor_roles = enter_to_read(tx, actor, group_id, Right.SEE_OWN_POINTS)
    return unsure.select_unsure_days(tx, member_in(actor_roles).person_id)
