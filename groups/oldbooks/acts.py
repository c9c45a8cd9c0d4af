"""Take an old group's books over: check the sheet, ask for a second person's confirmation.

The effects of her yes are in effects.py.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from groups.approvals.effects import ask_second
from groups.approvals.model import Request, RequestKind
from groups.approvals.rules import is_asker, is_second
from groups.approvals.store import select_waiting_request
from groups.calendar.rules.days import day_in, on_or_after
from groups.charter.store import select_charter
from groups.messages.effects import say_to_person
from groups.messages.model import Facts, Urgency
from groups.oldbooks.effects import cutoff_of, has_begun
from groups.oldbooks.facts import CUTOFF
from groups.oldbooks.model import (
    MEETINGS_AT_MOST,
    BooksBegun,
    Cutoff,
    Here,
    KnownGroup,
    Sheet,
    SheetFault,
    SheetWaits,
)
from groups.oldbooks.rules.cutoff_body import packed
from groups.oldbooks.rules.cutoff_sheet import read
from groups.oldbooks.store import Opening, select_opening
from groups.people.facts.door import enter, enter_to_read, signature
from groups.people.model.deed import Deed
from groups.people.model.group import Group
from groups.people.model.people import Actor, Member, MemberState
from groups.people.model.refusals import ReasonMissing
from groups.people.rules.rights import Right
from groups.people.store.members import select_members, select_members_ever
from ledger import words
from storage.tx import Tx

_IN: Final = frozenset({MemberState.ACTIVE, MemberState.FROZEN})


@dataclass(frozen=True, slots=True)
class Waiting:
    """Old books that wait for the second person, and whether the reader may confirm them."""

    request: Request
    cutoff: Cutoff
    is_hers: bool
    may_decide: bool
    reason: str = ""


@dataclass(frozen=True, slots=True)
class OpeningPage:
    """The state of a group's old books: none yet, waiting, or taken over."""

    group: Group
    members: tuple[Member, ...]
    may_begin: bool
    waiting: Waiting | None
    opening: Opening | None


@dataclass(frozen=True, slots=True)
class OpeningForm:
    """The sheet as a form: its proposed last day of the books, meeting days and next number."""

    page: OpeningPage
    yesterday: date
    held: tuple[date, ...]
    next_number: int


def page(tx: Tx, actor: Actor, group_id: str) -> OpeningPage:
    """The state of the old books, for office-bearers and the facilitator."""
    group, actor_roles = enter_to_read(tx, actor, group_id, Right.TAKE_OVER_BOOKS)
    request = select_waiting_request(tx, group_id, RequestKind.CUTOFF, group_id)
    waiting = None
    if request is not None:
        hers = is_asker(request, actor_roles)
        second = is_second(request, CUTOFF.second_of(request), actor_roles)
        said = words.read(tx, request.word_id) if request.word_id else None
        waiting = Waiting(request, cutoff_of(tx, request), hers, second, said or "")
    return OpeningPage(
        group=group,
        members=_members(tx, group_id),
        may_begin=not has_begun(tx, group_id),
        waiting=waiting,
        opening=select_opening(tx, group_id),
    )


def form(tx: Tx, actor: Actor, group_id: str, *, at: datetime) -> OpeningForm:
    """The same page with proposed values: the meeting days before this week, oldest first."""
    shown = page(tx, actor, group_id)
    today, week = day_in(shown.group.zone, at), timedelta(days=7)
    last = on_or_after(today - week, shown.group.meeting_day)
    return OpeningForm(
        page=shown,
        yesterday=today - timedelta(days=1),
        held=tuple(last - n * week for n in range(MEETINGS_AT_MOST - 1, -1, -1)),
        next_number=max((one.number for one in shown.members), default=0) + 1,
    )


def ask(
    tx: Tx,
    actor: Actor,
    group_id: str,
    sheet: Sheet,
    *,
    reason: str = "",
    new_id: Callable[[], str],
    at: datetime,
) -> tuple[SheetFault, ...]:
    """Ask to take an old group's books over; return the faults of the sheet, if any.

    With a fault nothing is recorded. The same sheet again changes nothing. A sheet that replaces
    books already taken over needs a reason. Refuses a different sheet while one waits
    (SheetWaits), and a group whose books have begun here (BooksBegun).
    """
    group, actor_roles = enter(tx, actor, group_id, Right.TAKE_OVER_BOOKS)
    if has_begun(tx, group_id):
        raise BooksBegun
    if select_opening(tx, group_id) is not None and not reason.strip():
        raise ReasonMissing
    reading = read(sheet, _known(tx, group, at))
    if reading.cutoff is None:
        return reading.faults
    waiting = select_waiting_request(tx, group_id, RequestKind.CUTOFF, group_id)
    if waiting is not None and cutoff_of(tx, waiting) != reading.cutoff:
        raise SheetWaits
    if waiting is None:
        deed = Deed(group, signature(actor_roles), new_id, at)
        names = {
            one.number: words.keep_words(tx, new_id(), group.id, one.name, new_id(), at=at)
            for one in reading.cutoff.members
            if one.member_id is None
        }
        word_id = None
        if reason.strip():
            word_id = words.keep_words(tx, new_id(), group.id, reason.strip(), new_id(), at=at)
        body = packed(reading.cutoff, names)
        ask_second(tx, deed, CUTOFF, group_id, body, word_id=word_id)
    return ()


def ask_for_sheet(tx: Tx, actor: Actor, group_id: str, *, language: str, at: datetime) -> bool:
    """Have the bot send her the empty sheet; False if it has no chat with her."""
    enter_to_read(tx, actor, group_id, Right.TAKE_OVER_BOOKS)
    facts: Facts = {"group_id": group_id, "in_language": language}
    return say_to_person(tx, actor.person_id, "opening_sheet", facts, urgency=Urgency.ANSWER, at=at)


def names_on_sheet(tx: Tx, actor: Actor, group_id: str) -> tuple[tuple[int, str], ...]:
    """The names printed on the empty sheet: the members by number."""
    enter_to_read(tx, actor, group_id, Right.TAKE_OVER_BOOKS)
    return tuple((one.number, one.name) for one in _members(tx, group_id))


def _members(tx: Tx, group_id: str) -> tuple[Member, ...]:
    """The members for the sheet, without those who wait to be confirmed."""
    return tuple(one for one in select_members(tx, group_id) if one.state in _IN)


def _known(tx: Tx, group: Group, at: datetime) -> KnownGroup:
    here = {
        one.number: Here(one.id, one.name, one.state in _IN)
        for one in select_members_ever(tx, group.id)
    }
    charter = select_charter(tx, group.id)
    terms = charter.loans.terms
    least, most = terms.usual_percent_a_month_least, terms.usual_percent_a_month_most
    return KnownGroup(
        today=day_in(group.zone, at),
        members=here,
        members_most=charter.group.members_most,
        usual_rates=(round(100 * least), round(100 * most)),
    )
