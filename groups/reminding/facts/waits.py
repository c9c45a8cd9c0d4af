"""What waits for somebody in a group: for whom and since when, as it stands now.

`READERS` is the only list. A kind of request or of pending change is in it by being declared: a
subject cannot forget to have it repeated.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Final

from groups.approvals.facts import Approvals, whom_to_ask
from groups.approvals.store import select_waiting_requests
from groups.calendar.rules.days import day_in
from groups.disputes import store as disputes
from groups.lending.rules.lending import still_to_confirm, voters
from groups.lending.store.ballots import select_confirmations, select_votes
from groups.loans.model.loan import Loan, LoanState
from groups.loans.store.loans import select_loans_of_group, select_steps
from groups.pending.facts import facilitators_with_say
from groups.pending.model import Delay, PendingKind
from groups.pending.store import select_pending_of_group
from groups.people.facts.moderators import moderators_of
from groups.people.facts.names import read_member
from groups.people.model.group import Group, GroupState
from groups.people.store.group_acts import select_last_at
from groups.people.store.groups import select_begun_at
from groups.people.store.members import select_members_with_say
from groups.people.store.persons import select_person
from groups.people.store.roles import select_roles
from groups.reminding.model import WaitRow, What
from groups.vouches.store.proxies import select_waiting
from storage.tx import Tx

Delays = Mapping[PendingKind, Delay]


@dataclass(frozen=True, slots=True)
class Look:
    """A group on a day, and the declared kinds of requests and of pending changes."""

    group: Group
    today: date
    approvals: Approvals
    delays: Delays


@dataclass(frozen=True, slots=True)
class Wait:
    """One thing that waits, and the persons for whom: only those who can be reached."""

    row: WaitRow
    asked: tuple[str, ...]


def waits_in(tx: Tx, look: Look) -> tuple[Wait, ...]:
    """All that waits for somebody in a group since yesterday or longer.

    In a group that has not begun nobody can decide anything but its admission.
    """
    found = (
        Wait(WaitRow(look.group.id, what, subject, since), asked)
        for what, read in READERS.items()
        if look.group.state is GroupState.ACTIVE or what is What.ADMISSION
        for subject, since, asked in read(tx, look)
        if since < look.today
    )
    return tuple(wait for wait in found if wait.asked)


# What waits: its id, since when, and whom it waits for.
_Found = tuple[str, date, tuple[str, ...]]


def _admissions(tx: Tx, look: Look) -> Iterator[_Found]:
    group = look.group
    if group.state is GroupState.WAITING:
        asked_at = select_last_at(tx, group.id, "set_up") or select_begun_at(tx, group.id)
        yield group.id, day_in(group.zone, asked_at), _moderators(tx, group)


def _requests(tx: Tx, look: Look) -> Iterator[_Found]:
    for request in select_waiting_requests(tx, look.group.id):
        by_turns = whom_to_ask(tx, look.group, request, look.approvals[request.kind])
        reached = (_reached(tx, several) for several in by_turns)
        first = next((several for several in reached if several), ())
        yield request.id, day_in(look.group.zone, request.asked_at), first


def _changes(tx: Tx, look: Look) -> Iterator[_Found]:
    for pending in select_pending_of_group(tx, look.group.id):
        member = read_member(tx, pending.member_id)
        concerned = [read_member(tx, it).person_id for it in sorted(pending.concerned)]
        delay = look.delays[pending.kind]
        asked = (*concerned, *facilitators_with_say(tx, look.group, delay, member))
        yield pending.id, day_in(look.group.zone, pending.asked_at), _reached(tx, asked)


def _ballots(tx: Tx, look: Look) -> Iterator[_Found]:
    for loan in _loans(tx, look, LoanState.PROPOSED):
        has_voted = {vote.member_id for vote in select_votes(tx, loan.id)}
        able = voters(select_members_with_say(tx, look.group.id), loan)
        asked = tuple(member.person_id for member in able if member.id not in has_voted)
        yield loan.id, loan.proposed_day, _reached(tx, asked)


def _carried_loans(tx: Tx, look: Look) -> Iterator[_Found]:
    for loan in _loans(tx, look, LoanState.CARRIED):
        yield loan.id, _day_of_state(tx, loan), _moderators(tx, look.group)


def _hand_overs(tx: Tx, look: Look) -> Iterator[_Found]:
    for loan in _loans(tx, look, LoanState.APPROVED):
        offices, said = select_roles(tx, look.group.id), select_confirmations(tx, loan.id)
        wanted = still_to_confirm(loan, said, offices)
        able = select_members_with_say(tx, look.group.id)
        asked = tuple(member.person_id for member in able if member.id in wanted)
        yield loan.id, _day_of_state(tx, loan), _reached(tx, asked)


def _disputes(tx: Tx, look: Look) -> Iterator[_Found]:
    asked = _moderators(tx, look.group)
    for dispute in disputes.select_open(tx, look.group.id):
        yield dispute.id, day_in(look.group.zone, dispute.asked_at), asked


def _words(tx: Tx, look: Look) -> Iterator[_Found]:
    """The words by another's hand count as one: she asks the sisters on one visit."""
    waiting = select_waiting(tx, look.group.id, look.today)
    if waiting:
        oldest = min(proxy.at for proxy in waiting)
        yield look.group.id, day_in(look.group.zone, oldest), _moderators(tx, look.group)


READERS: Final[Mapping[What, Callable[[Tx, Look], Iterator[_Found]]]] = MappingProxyType(
    {
        What.ADMISSION: _admissions,
        What.REQUEST: _requests,
        What.CHANGE: _changes,
        What.BALLOT: _ballots,
        What.LOAN: _carried_loans,
        What.HAND_OVER: _hand_overs,
        What.DISPUTE: _disputes,
        What.WORD: _words,
    }
)


def _loans(tx: Tx, look: Look, state: LoanState) -> list[Loan]:
    return [loan for loan in select_loans_of_group(tx, look.group.id) if loan.state is state]


def _day_of_state(tx: Tx, loan: Loan) -> date:
    return select_steps(tx, loan.id)[-1].day


def _moderators(tx: Tx, group: Group) -> tuple[str, ...]:
    return _reached(tx, moderators_of(tx, group))


def _reached(tx: Tx, person_ids: tuple[str, ...]) -> tuple[str, ...]:
    persons = {it: select_person(tx, it) for it in dict.fromkeys(person_ids)}
    return tuple(it for it, person in persons.items() if person and person.is_reachable)
