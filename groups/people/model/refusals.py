"""Refusals as data; templates/chat/refusals/<code>.html gives each its words.

`NotFound` is the same for what does not exist and for what a person may not see.
"""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(unsafe_hash=True)
class Refusal(Exception):
    """The root of all refusals: a code and facts for a template.

    Not frozen, because Python sets `__traceback__`.
    """

    code: ClassVar[str] = "refused"


# --- who and where ----------------------------------------------------------------------------


@dataclass(unsafe_hash=True)
class NotFound(Refusal):
    """It does not exist, or she may not see it or do it: the words are the same for both."""

    code: ClassVar[str] = "not_found"


@dataclass(unsafe_hash=True)
class NotYours(Refusal):
    """She is in the group but has no right to this; `needs` is the code of who has it."""

    code: ClassVar[str] = "not_yours"
    needs: str


@dataclass(unsafe_hash=True)
class ConcernedHerself(Refusal):
    """A facilitator founded this group, or she or her kin are in it: another one does this."""

    code: ClassVar[str] = "concerned_herself"


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
    """The actor, or the member she means, is frozen or has left."""

    code: ClassVar[str] = "member_frozen"
    name: str


@dataclass(unsafe_hash=True)
class BadAnswer(Refusal):
    """Her answer cannot be read; `field` is a code, e.g. name, saving, clock, cash."""

    code: ClassVar[str] = "bad_answer"
    field: str


@dataclass(unsafe_hash=True)
class AlreadyDecided(Refusal):
    """Somebody has decided this before; nothing changed."""

    code: ClassVar[str] = "already_decided"


# --- joining ----------------------------------------------------------------------------------


@dataclass(unsafe_hash=True)
class InAnotherGroup(Refusal):
    """She is in another group; a person may be in one group only."""

    code: ClassVar[str] = "in_another_group"


# --- meetings ---------------------------------------------------------------------------------


@dataclass(unsafe_hash=True)
class ReasonMissing(Refusal):
    """A correction or a decision needs a reason in words."""

    code: ClassVar[str] = "reason_missing"
