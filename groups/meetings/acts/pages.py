"""The pages of meetings: the list, one meeting's minutes, the open register as filled in so far."""

from dataclasses import dataclass
from datetime import datetime

from groups.meetings.acts import meetings, notices
from groups.meetings.acts.notices import NotSure
from groups.meetings.model import Minutes
from groups.people.facts.door import see
from groups.people.model.people import Actor
from groups.people.rules.rights import Right, may
from groups.registers.model.meeting import RegisterPage, TappedRegister
from groups.registers.rules.draft import by_taps
from groups.registers.store.meetings import MeetingBrief
from storage.tx import Tx


@dataclass(frozen=True, slots=True)
class MeetingsPage:
    """A group's last meetings, newest first."""

    meetings: tuple[MeetingBrief, ...]
    may_see_register: bool


@dataclass(frozen=True, slots=True)
class MinutesPage:
    """One meeting's minutes; `not_sure` only for readers who may see registers."""

    minutes: Minutes
    may_correct: bool
    not_sure: NotSure | None


def meetings_page(tx: Tx, actor: Actor, group_id: str) -> MeetingsPage:
    """The list of meetings, for readers who may see minutes."""
    held = meetings.list_meetings(tx, actor, group_id)
    _, actor_roles = see(tx, actor, group_id)
    return MeetingsPage(
        meetings=held,
        may_see_register=may(actor_roles, Right.SEE_REGISTER),
    )


def minutes_page(tx: Tx, actor: Actor, group_id: str, meeting_id: str) -> MinutesPage:
    """One meeting's minutes by its register in force."""
    _, actor_roles = see(tx, actor, group_id)
    sees_register = may(actor_roles, Right.SEE_REGISTER)
    return MinutesPage(
        minutes=meetings.minutes(tx, actor, meeting_id),
        may_correct=may(actor_roles, Right.ASK_CORRECTION),
        not_sure=notices.of_meeting(tx, actor, meeting_id) if sees_register else None,
    )


def tapped_register(
    tx: Tx, actor: Actor, meeting_id: str, *, at: datetime
) -> TappedRegister | RegisterPage:
    """The register that she fills in; only the page if it is closed or another person holds it."""
    page = meetings.register(tx, actor, meeting_id, at=at)
    is_hers_to_fill = page.register is None and page.is_held_by_her
    return by_taps(page) if is_hers_to_fill else page
