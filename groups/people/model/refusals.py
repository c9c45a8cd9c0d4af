"""Every no that a use case can say, as data; templates/chat/refusals/<code>.html gives it words.

What a person may not see and what does not exist are refused alike: `NotFound`.
"""

from dataclasses import dataclass
from datetime import date, datetime
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


@dataclass(unsafe_hash=True)
class SecondPersonNeeded(Refusal):
    """The one who asked may not confirm it herself."""

    code: ClassVar[str] = "second_person_needed"


# --- joining ----------------------------------------------------------------------------------


@dataclass(unsafe_hash=True)
class TooYoung(Refusal):
    """The age gate: members are 18 or older."""

    code: ClassVar[str] = "too_young"
    age_min: int


@dataclass(unsafe_hash=True)
class InAnotherGroup(Refusal):
    """One group a person."""

    code: ClassVar[str] = "in_another_group"


@dataclass(unsafe_hash=True)
class GroupFull(Refusal):
    """The charter's greatest number of members is reached."""

    code: ClassVar[str] = "group_full"
    members_max: int


@dataclass(unsafe_hash=True)
class NoConsentYet(Refusal):
    """She has not read the notice and agreed."""

    code: ClassVar[str] = "no_consent_yet"


@dataclass(unsafe_hash=True)
class LeavesHerself(Refusal):
    """She has a phone of her own: nobody else asks for her to leave."""

    code: ClassVar[str] = "leaves_herself"
    name: str


@dataclass(unsafe_hash=True)
class TooManyTries(Refusal):
    """Too many wrong codes: she waits until then."""

    code: ClassVar[str] = "too_many_tries"
    until: datetime


@dataclass(unsafe_hash=True)
class TwoRecords(Refusal):
    """She has a record of her own: a facilitator puts two together. No number: she is one."""

    code: ClassVar[str] = "two_records"
    group: str
    number: int


@dataclass(unsafe_hash=True)
class CannotMerge(Refusal):
    """These two records are not put together: `why` is a code.

    same, kept_left (the first does not stand), both_stand (in two groups), facilitator, erased.
    """

    code: ClassVar[str] = "cannot_merge"
    why: str


# --- vouching ---------------------------------------------------------------------------------


@dataclass(unsafe_hash=True)
class NotASister(Refusal):
    """Who wrote the message that she answered: bot, hidden, or a stranger to the group."""

    code: ClassVar[str] = "not_a_sister"
    who: str


@dataclass(unsafe_hash=True)
class VouchForOneself(Refusal):
    """Nobody gives her word for herself."""

    code: ClassVar[str] = "vouch_for_oneself"


@dataclass(unsafe_hash=True)
class NoBeadsLeft(Refusal):
    """All her beads stand; one can be taken back at any time."""

    code: ClassVar[str] = "no_beads_left"
    beads: int
    next_free: date


@dataclass(unsafe_hash=True)
class NoSuchVouch(Refusal):
    """She has no word standing for this person."""

    code: ClassVar[str] = "no_such_vouch"


# --- meetings ---------------------------------------------------------------------------------


@dataclass(unsafe_hash=True)
class MeetingHeldToday(Refusal):
    """One meeting a day and group."""

    code: ClassVar[str] = "meeting_held_today"
    day: date


@dataclass(unsafe_hash=True)
class MeetingStillOpen(Refusal):
    """An earlier meeting is open: a person closes or drops it first."""

    code: ClassVar[str] = "meeting_still_open"
    day: date


@dataclass(unsafe_hash=True)
class MeetingNotOpen(Refusal):
    """The register is closed or dropped; a closed one is corrected by a reversal."""

    code: ClassVar[str] = "meeting_not_open"
    day: date
    state: str


@dataclass(unsafe_hash=True)
class HeldByAnother(Refusal):
    """The register is open on the phone of `name`; it can be taken over, not closed beside her."""

    code: ClassVar[str] = "held_by_another"
    name: str


@dataclass(unsafe_hash=True)
class OtherRegisterClosed(Refusal):
    """The meeting was closed with another body; both are shown, a correction may be asked."""

    code: ClassVar[str] = "other_register_closed"
    day: date
    differs: int


@dataclass(unsafe_hash=True)
class NoQuorum(Refusal):
    """Too few are in the room to hold a meeting."""

    code: ClassVar[str] = "no_quorum"
    present: int
    needed: int


@dataclass(unsafe_hash=True)
class CashReasonMissing(Refusal):
    """The count differs from the books and no reason was given; `difference` in paise."""

    code: ClassVar[str] = "cash_reason_missing"
    expected: int
    counted: int
    difference: int


@dataclass(unsafe_hash=True)
class RegisterIncomplete(Refusal):
    """The register does not name every member once, or names somebody else."""

    code: ClassVar[str] = "register_incomplete"
    missing: int


@dataclass(unsafe_hash=True)
class NothingToCorrect(Refusal):
    """The correction equals what stands."""

    code: ClassVar[str] = "nothing_to_correct"


@dataclass(unsafe_hash=True)
class ReasonMissing(Refusal):
    """A correction or a decision needs a reason in words."""

    code: ClassVar[str] = "reason_missing"


# --- points -----------------------------------------------------------------------------------


@dataclass(unsafe_hash=True)
class FutureTime(Refusal):
    """A run for a time that has not come is refused outside the practice village."""

    code: ClassVar[str] = "future_time"


@dataclass(unsafe_hash=True)
class NotPutRight(Refusal):
    """The line of the books still stands: it is corrected by a reversal first."""

    code: ClassVar[str] = "not_put_right"


@dataclass(unsafe_hash=True)
class AlreadyDisputed(Refusal):
    """This line is already marked and waits for the facilitator."""

    code: ClassVar[str] = "already_disputed"


# --- her turn ---------------------------------------------------------------------------------


@dataclass(unsafe_hash=True)
class PinTooSimple(Refusal):
    """Four times one picture is no PIN."""

    code: ClassVar[str] = "pin_too_simple"


@dataclass(unsafe_hash=True)
class SpeaksHerself(Refusal):
    """She has a phone or pictures of her own: nobody else records her word."""

    code: ClassVar[str] = "speaks_herself"
    name: str


@dataclass(unsafe_hash=True)
class NotByHerOwnHand(Refusal):
    """A word for her who would record it: another office-bearer does it."""

    code: ClassVar[str] = "not_by_her_own_hand"


@dataclass(unsafe_hash=True)
class TurnOver(Refusal):
    """A sister's turn on this phone is over: spent, ended, or its minutes have passed."""

    code: ClassVar[str] = "turn_over"
