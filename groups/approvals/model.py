"""A request that waits for a second person: its kinds, its life-cycle, who is asked first."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Any, ClassVar

from groups.people.model.refusals import Refusal


class RequestKind(StrEnum):
    """The kinds of request for a second person."""

    MEMBER = "member"
    LEAVING = "leaving"  # of one who has no phone to leave by
    KINSHIP = "kinship"
    ROLE = "role"
    CLAIM = "claim"  # of a record, on another phone
    REGISTER = "register"
    CASH = "cash"  # a close whose cash differs by more than the charter's limit
    PIN = "pin"
    WITHDRAWAL = "withdrawal"  # of her consent, in her turn on another's phone
    WAIVER = "waiver"  # of a part of a loan, or of its interest
    RESCHEDULE = "reschedule"  # of what is left of a loan
    WRITE_OFF = "write_off"  # of a loan that is lost
    SHARE_OUT = "share_out"  # of what the group has earned
    CUTOFF = "cutoff"  # an old group's books, taken over


class AskedFirst(StrEnum):
    """Who gets the card first, and who gets it if none of them can be reached."""

    ANY_MEMBER = "any_member"  # then the facilitator
    NEAR = "near"  # office-bearers and members named; then any member, then the facilitator
    OFFICERS = "officers"  # then the facilitator, then any member
    OFFICERS_ALONE = "officers_alone"  # then the facilitator; no other member


class RequestState(StrEnum):
    """The state of a request."""

    WAITING = "waiting"
    CONFIRMED = "confirmed"
    DECLINED = "declined"
    LAPSED = "lapsed"  # what it was about is gone


class RequestStep(StrEnum):
    """What can happen to a request."""

    CONFIRM = "confirm"
    DECLINE = "decline"
    LAPSE = "lapse"


REQUEST_STEPS: Mapping[RequestState, Mapping[RequestStep, RequestState]] = MappingProxyType(
    {
        RequestState.WAITING: MappingProxyType(
            {
                RequestStep.CONFIRM: RequestState.CONFIRMED,
                RequestStep.DECLINE: RequestState.DECLINED,
                RequestStep.LAPSE: RequestState.LAPSED,
            }
        ),
        RequestState.CONFIRMED: MappingProxyType({}),
        RequestState.DECLINED: MappingProxyType({}),
        RequestState.LAPSED: MappingProxyType({}),
    }
)


@dataclass(frozen=True, slots=True)
class Request:
    """An act that waits for a second person; `body` holds only ids, codes and numbers."""

    id: str
    group_id: str
    kind: RequestKind
    subject: str  # what it is about, by which a second asking finds the first
    body: Mapping[str, Any]
    word_id: str | None  # the reason in words, erasable
    state: RequestState
    asked_by: str  # a member's id, or the person id of a facilitator
    asked_at: datetime


@dataclass(frozen=True, slots=True)
class Asked:
    """A request after asking; `is_new` is False if the same request was waiting already."""

    request: Request
    is_new: bool


@dataclass(frozen=True, slots=True)
class Decided:
    """A request after a decision; `is_new` is False if this person had decided so before."""

    request: Request
    is_new: bool


@dataclass(unsafe_hash=True)
class SecondPersonNeeded(Refusal):
    """This person may not decide the request: she asked for it, or it favours her."""

    code: ClassVar[str] = "second_person_needed"


@dataclass(unsafe_hash=True)
class NotByPictures(Refusal):
    """A leaving, money and a record are confirmed on her own phone, or by the facilitator."""

    code: ClassVar[str] = "not_by_pictures"


@dataclass(unsafe_hash=True)
class NotOnThisPhone(Refusal):
    """The turn is on the phone of who asked for it, or of whom it favours."""

    code: ClassVar[str] = "not_on_this_phone"
