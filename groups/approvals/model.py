"""Values of an approval: one person asks for an act, a second person decides."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Any, ClassVar

from groups.people.model.refusals import Refusal


class RequestKind(StrEnum):
    """What a second person is asked to approve."""

    MEMBER = "member"
    LEAVING = "leaving"  # of a member without a phone
    KINSHIP = "kinship"
    ROLE = "role"
    CLAIM = "claim"  # a member claims her record from her own phone
    REGISTER = "register"
    PIN = "pin"
    WAIVER = "waiver"  # of principal or interest of a loan
    RESCHEDULE = "reschedule"  # of the outstanding principal of a loan
    WRITE_OFF = "write_off"  # of a loan that will not be repaid
    SHARE_OUT = "share_out"  # of what the group has earned
    CUTOFF = "cutoff"  # an old group takes over its paper books


LOAN_CHANGES = frozenset({RequestKind.WAIVER, RequestKind.RESCHEDULE, RequestKind.WRITE_OFF})
"""Requests that change a loan after its hand-over."""


class RequestState(StrEnum):
    """The state of a request."""

    WAITING = "waiting"
    CONFIRMED = "confirmed"
    DECLINED = "declined"
    LAPSED = "lapsed"  # its subject no longer exists


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
    subject: str  # what the request is about; a repeated request is found by it
    body: Mapping[str, Any]
    word_id: str | None  # of the reason in words, which can be erased
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
