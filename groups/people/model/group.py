"""A group: its life-cycle and what was agreed when it was set up."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType


class GroupState(StrEnum):
    """The state of a group."""

    NEW = "new"  # the bot is in the chat, nobody has set the group up
    WAITING = "waiting"  # set up, a facilitator has not admitted it yet
    ACTIVE = "active"
    REFUSED = "refused"


class GroupStep(StrEnum):
    """What can happen to a group."""

    SET_UP = "set_up"
    ADMIT = "admit"
    REFUSE = "refuse"


GROUP_STEPS: Mapping[GroupState, Mapping[GroupStep, GroupState]] = MappingProxyType(
    {
        GroupState.NEW: MappingProxyType({GroupStep.SET_UP: GroupState.WAITING}),
        GroupState.WAITING: MappingProxyType(
            {
                GroupStep.SET_UP: GroupState.WAITING,
                GroupStep.ADMIT: GroupState.ACTIVE,
                GroupStep.REFUSE: GroupState.REFUSED,
            }
        ),
        GroupState.ACTIVE: MappingProxyType({}),
        GroupState.REFUSED: MappingProxyType({GroupStep.SET_UP: GroupState.WAITING}),
    }
)


@dataclass(frozen=True, slots=True)
class SetUp:
    """The leader's answers about her group; `saving` in paise, `meeting_minute` from midnight."""

    name: str
    village: str
    language: str
    meeting_day: int
    meeting_minute: int
    saving: int


@dataclass(frozen=True, slots=True)
class Group:
    """A group as its acts see it."""

    id: str
    state: GroupState
    name: str
    village: str
    language: str
    zone: str
    meeting_day: int
    meeting_minute: int
    saving: int
    charter: str
    start_token: str
    set_up_by: str | None
    facilitator_id: str | None
    first_day: date | None
