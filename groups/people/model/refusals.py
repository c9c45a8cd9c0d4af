"""Every no that a use case can say, as data; templates/chat/refusals/<code>.html gives it words.

What a person may not see and what does not exist are refused alike: `NotFound`.
"""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(unsafe_hash=True)
class Refusal(Exception):
    """The root: a code and facts for a template. Not frozen: Python sets `__traceback__`."""

    code: ClassVar[str] = "refused"


# --- who and where ----------------------------------------------------------------------------


@dataclass(unsafe_hash=True)
class NotFound(Refusal):
    """It does not exist, or it is not hers to see or do: the same words for both."""

    code: ClassVar[str] = "not_found"


@dataclass(unsafe_hash=True)
class NotYours(Refusal):
    """She is of the group, and this is for others in it: `needs` is a code of who may."""

    code: ClassVar[str] = "not_yours"
    needs: str


@dataclass(unsafe_hash=True)
class NotAMember(Refusal):
    """She is not yet a member of this group."""

    code: ClassVar[str] = "not_a_member"


@dataclass(unsafe_hash=True)
class GroupNotReady(Refusal):
    """The group is not set up, or waits for a facilitator."""

    code: ClassVar[str] = "group_not_ready"
    state: str


@dataclass(unsafe_hash=True)
class MemberFrozen(Refusal):
    """She, or the one she means, is frozen or has left."""

    code: ClassVar[str] = "member_frozen"
    name: str


@dataclass(unsafe_hash=True)
class BadAnswer(Refusal):
    """What she wrote cannot be read: `field` is a code, e.g. name, saving, clock, cash."""

    code: ClassVar[str] = "bad_answer"
    field: str


@dataclass(unsafe_hash=True)
class AlreadyDecided(Refusal):
    """Somebody decided it before; nothing changed."""

    code: ClassVar[str] = "already_decided"


# --- joining ----------------------------------------------------------------------------------


@dataclass(unsafe_hash=True)
class InAnotherGroup(Refusal):
    """One group a person."""

    code: ClassVar[str] = "in_another_group"


# --- vouching ---------------------------------------------------------------------------------


# --- meetings ---------------------------------------------------------------------------------


@dataclass(unsafe_hash=True)
class ReasonMissing(Refusal):
    """A correction or a decision needs a reason in words."""

    code: ClassVar[str] = "reason_missing"


# --- her turn ---------------------------------------------------------------------------------
