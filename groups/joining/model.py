"""How a person comes into a group: notice, age, number, kin; two records of one woman."""

import unicodedata
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Final

from groups.approvals.model import Request
from groups.people.model.group import Group
from groups.people.model.people import Member, Name, Tie
from groups.people.model.refusals import Refusal

JOIN: Final = "join"  # the dialogue of joining; its steps are notice, age and ties


@dataclass(frozen=True, slots=True)
class Notice:
    """The notice that she must read before she agrees: its group and its version.

    `is_seen`: she is known in the group's chat, and may read more of the group than its name.
    """

    group: Group
    notice_version: str
    is_seen: bool


@dataclass(frozen=True, slots=True)
class AlreadyMember:
    """She tapped Join but is a member already: nothing to do."""

    group: Group
    member: Member


@dataclass(frozen=True, slots=True)
class AgeQuestion:
    """She has agreed; the next question is whether she has reached the age `age_min`."""

    group: Group
    age_min: int


@dataclass(frozen=True, slots=True)
class Joined:
    """Her membership; `waits`: an office-bearer must confirm her. `others` may be her kin.

    Nobody is named to her while she waits.
    """

    group: Group
    member: Member
    others: tuple[Name, ...]
    waits: bool
    is_new: bool


@dataclass(frozen=True, slots=True)
class TieDeclared:
    """A tie declared or asked for; `waits`: a second person must confirm it."""

    other: Name
    tie: Tie
    waits: bool
    is_new: bool


@dataclass(frozen=True, slots=True)
class MemberAdded:
    """A member without a phone; a second member must confirm her."""

    member: Member
    request: Request
    is_new: bool


@dataclass(frozen=True, slots=True)
class MemberMoved:
    """A membership that ended, was frozen or thawed; `is_new` is False if it was so before."""

    member: Member
    is_new: bool


@dataclass(unsafe_hash=True)
class TooYoung(Refusal):
    """The age gate: members are 18 or older."""

    code: ClassVar[str] = "too_young"
    age_min: int


@dataclass(unsafe_hash=True)
class GroupFull(Refusal):
    """The charter's greatest number of members is reached."""

    code: ClassVar[str] = "group_full"
    members_max: int


@dataclass(unsafe_hash=True)
class AskedTooOften(Refusal):
    """She was not confirmed as often as one may ask within a week."""

    code: ClassVar[str] = "asked_too_often"


@dataclass(unsafe_hash=True)
class NoConsentYet(Refusal):
    """She has not read the notice and agreed."""

    code: ClassVar[str] = "no_consent_yet"


@dataclass(unsafe_hash=True)
class LeavesHerself(Refusal):
    """She has her own phone: nobody else may ask for her to leave."""

    code: ClassVar[str] = "leaves_herself"
    name: str


@dataclass(unsafe_hash=True)
class TooManyTries(Refusal):
    """Too many wrong codes: she must wait until `until`."""

    code: ClassVar[str] = "too_many_tries"
    until: datetime


@dataclass(unsafe_hash=True)
class TwoRecords(Refusal):
    """She has her own record; a facilitator can merge the two.

    `number` 0 means that she is a facilitator herself.
    """

    code: ClassVar[str] = "two_records"
    group: str
    number: int


@dataclass(unsafe_hash=True)
class CannotMerge(Refusal):
    """These two records cannot be merged: `why` is a code.

    same, kept_left (the kept record is not active), both_stand (in two groups), facilitator,
    erased, stands_elsewhere (one is a member by a third record), elsewhere (one has a record in a
    group of another facilitator).
    """

    code: ClassVar[str] = "cannot_merge"
    why: str


@dataclass(frozen=True, slots=True)
class RecordBrief:
    """The parts of a membership that are compared; `kin` holds the names of her kin."""

    member_id: str
    person_id: str
    group_id: str
    group: str
    number: int
    name: str
    has_phone: bool
    has_left: bool
    kin: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class LikelyPair:
    """Two records that may be of one woman; `kin` holds the names of kin that both have."""

    one: RecordBrief
    other: RecordBrief
    kin: tuple[str, ...]

    @property
    def is_one_group(self) -> bool:
        """Whether both are in one group."""
        return self.one.group_id == self.other.group_id


CODE_LENGTH: Final = 8


_BETWEEN: Final = str.maketrans("", "", " -\u00a0")


def read_code(text: str) -> str | None:
    """Return a typed code, from digits of any script; None if it is no code."""
    digits = [unicodedata.decimal(sign, None) for sign in text.translate(_BETWEEN)]
    known = [digit for digit in digits if digit is not None]
    if len(digits) != CODE_LENGTH or len(known) != CODE_LENGTH:
        return None
    return "".join(str(digit) for digit in known)
