"""A pending change: its kinds, its life-cycle, how long it waits; frozen values, no I/O."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Any, ClassVar, Final

from groups.people.model.refusals import Refusal

REST: Final = timedelta(days=7)  # after a stop, the same side does not ask for the same again


class PendingKind(StrEnum):
    """The kinds of change that wait."""

    MOVE = "move"  # of a record, from an account that is linked to it to another
    PICTURES = "pictures"  # of a member who has a phone, chosen on another's
    WITHDRAWAL = "withdrawal"  # of her consent, in her turn on another's phone
    ERASURE = "erasure"  # of her name and words, after she took her consent back
    MERGE = "merge"  # of her record into another one (`kept_id`), which it concerns too
    DEATH = "death"  # that she has died, as two others say


class PendingState(StrEnum):
    """The state of a pending change."""

    ASKED = "asked"  # a second person has not agreed yet
    WAITING = "waiting"  # for its time
    DONE = "done"
    STOPPED = "stopped"
    LAPSED = "lapsed"  # what it was about is gone, or the second person said no


class PendingStep(StrEnum):
    """What can happen to a pending change."""

    AGREE = "agree"
    CARRY_OUT = "carry_out"
    STOP = "stop"
    LAPSE = "lapse"


_ENDS: Mapping[PendingStep, PendingState] = MappingProxyType(
    {
        PendingStep.CARRY_OUT: PendingState.DONE,
        PendingStep.STOP: PendingState.STOPPED,
        PendingStep.LAPSE: PendingState.LAPSED,
    }
)
PENDING_STEPS: Mapping[PendingState, Mapping[PendingStep, PendingState]] = MappingProxyType(
    {
        PendingState.ASKED: MappingProxyType({PendingStep.AGREE: PendingState.WAITING, **_ENDS}),
        PendingState.WAITING: _ENDS,
        PendingState.DONE: MappingProxyType({}),
        PendingState.STOPPED: MappingProxyType({}),
        PendingState.LAPSED: MappingProxyType({}),
    }
)


@dataclass(frozen=True, slots=True)
class Delay:
    """A subject's declaration of a kind of pending change: how long it waits, who has a say.

    Only `groups/deciding` knows how it is carried out.
    """

    kind: PendingKind
    wait: timedelta
    needs_yes: bool = True  # of a second person, if it has a request; else time alone is enough
    may_hurry: bool = True  # she, or the facilitator who has seen her, may let it be at once
    is_hers_alone: bool = False  # while she has a phone, the facilitator has no say
    officers_may_stop: bool = False  # where nobody enters the record, its group's office-bearers


@dataclass(frozen=True, slots=True)
class Pending:
    """A change that concerns one member and waits; `body` holds only ids and codes."""

    id: str
    group_id: str
    kind: PendingKind
    member_id: str  # whom it concerns
    body: Mapping[str, Any]
    request_id: str | None  # the request that a second person decides
    state: PendingState
    asked_by: str  # a member's id, or the person id of a facilitator
    asked_at: datetime
    due_at: datetime

    @property
    def concerned(self) -> frozenset[str]:
        """The members whose records it changes; each of them may stop it."""
        return frozenset({self.member_id, str(self.body.get("kept_id", self.member_id))})

    @property
    def askers(self) -> frozenset[str]:
        """The signatures of who asked for it, and of whose phone it was asked on."""
        return frozenset({self.asked_by, str(self.body.get("held_by", self.asked_by))})


@dataclass(frozen=True, slots=True)
class PendingEnded:
    """A pending change after a tap; `is_new` is False if it had ended so before."""

    pending: Pending
    is_new: bool


@dataclass(frozen=True, slots=True)
class Stopped:
    """A pending change that was stopped: whom it concerned, which side had asked, and when."""

    concerned: frozenset[str]
    by_facilitator: bool  # who had asked for it was the facilitator, else a member of the group
    at: datetime


@dataclass(frozen=True, slots=True)
class PendingShown:
    """A pending change as she reads it whom it concerns; `other` is the record it is merged with.

    `other_number` is 0 where there is no other record.
    """

    id: str
    kind: PendingKind
    asked_by: str
    other: str
    other_number: int
    due_day: date
    due_minute: int


@dataclass(unsafe_hash=True)
class StoppedBefore(Refusal):
    """The same was stopped some days ago, so that this side asks again only from a day on."""

    code: ClassVar[str] = "stopped_before"
    again: date
    by_facilitator: bool
