"""Daily work on loans: interest at a period's end, reminders, erasure of old votes."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from groups.calendar.rules.days import day_in, is_waking_hour
from groups.charter.store import select_charter
from groups.lending.store.looks import (
    delete_reminders_off,
    insert_reminders_off,
    is_reminded,
    select_looks,
    select_votes_decided,
    upsert_look,
)
from groups.loans.effects.interest import accrue
from groups.loans.facts.loans_now import LoanNow, loans_now, payable_in
from groups.loans.model.loan import LoanState
from groups.loans.rules.outstanding import (
    LoanBook,
    PayableOn,
    closes_with,
    due_by,
    is_paid_by,
)
from groups.loans.store.loans import select_loans_of_group
from groups.messages.effects import say_to_person
from groups.messages.model import Urgency
from groups.people.facts.names import read_group, read_member
from groups.people.model.deed import Deed
from groups.people.model.group import Group
from groups.people.model.people import CLOCK, Actor
from groups.people.store.persons import select_person
from groups.people.store.record_acts import has_died
from groups.registers.store.meetings import select_days_held
from ledger.words import erase
from storage.tx import Tx

VOTES_KEPT: Final = timedelta(days=30)  # single votes are erased so long after a ballot's end
_A_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class _Reminder:
    """An instalment due tomorrow or due yesterday, with its amount in paise."""

    kind: str
    day: date
    amount: int
    closes: int  # paise that would pay off the whole on the day


def post_due_interest(tx: Tx, *, new_id: Callable[[], str], at: datetime) -> int:
    """Once a day in one group: post the interest of finished periods, and erase old votes.

    Returns 1 if a group was processed, 0 if none is left.
    """
    for due_group in select_looks(tx, at):
        day = day_in(due_group.zone, at)
        if due_group.accrued is None or due_group.accrued < day:
            _accrue(tx, read_group(tx, due_group.group_id), day, new_id=new_id, at=at)
            upsert_look(tx, due_group.group_id, accrued=day)
            return 1
    return 0


def remind(tx: Tx, *, at: datetime) -> int:
    """Once a day in one group, by day: remind borrowers of what is due tomorrow or was yesterday.

    In private, in the facilitator's name; members who want no reminders get none. Returns 1 if a
    group was processed, 0 if none is left.
    """
    for due_group in select_looks(tx, at):
        day = day_in(due_group.zone, at)
        is_looked_at = due_group.reminded is not None and due_group.reminded >= day
        if not is_looked_at and is_waking_hour(due_group.zone, at):
            _remind_all(tx, read_group(tx, due_group.group_id), day, at)
            upsert_look(tx, due_group.group_id, reminded=day)
            return 1
    return 0


def has_reminders(tx: Tx, actor: Actor) -> bool:
    """Whether she gets reminders of her loans."""
    return is_reminded(tx, actor.person_id)


def want_reminders(tx: Tx, actor: Actor, *, wants: bool) -> None:
    """Turn her loan reminders on or off."""
    delete_reminders_off(tx, actor.person_id)
    if not wants:
        insert_reminders_off(tx, actor.person_id)


def _accrue(tx: Tx, group: Group, day: date, *, new_id: Callable[[], str], at: datetime) -> None:
    tx.lock(f"group:{group.id}")
    payable = payable_in(tx, group, select_charter(tx, group.id))
    deed = Deed(group, CLOCK, new_id, at)
    for loan in select_loans_of_group(tx, group.id):
        if loan.state is LoanState.PAID_OUT:
            accrue(tx, loan, day, payable, deed)
    for word_id in select_votes_decided(tx, group.id, before=day - VOTES_KEPT):
        erase(tx, word_id, day)


def _remind_all(tx: Tx, group: Group, day: date, at: datetime) -> None:
    charter = select_charter(tx, group.id)
    payable = payable_in(tx, group, charter)
    held = frozenset(select_days_held(tx, group.id))
    for now in loans_now(tx, group, charter, day):
        if now.loan.state is LoanState.PAID_OUT and now.book is not None:
            for reminder in _reminders(now.book, day, payable, held):
                _remind(tx, group, now, reminder, at)


def _reminders(
    book: LoanBook, day: date, payable: PayableOn, held: frozenset[date]
) -> Iterator[_Reminder]:
    """The reminders of one loan on one day; dues of a meeting that was not held are not late."""
    days = {payable(line.day) for line in book.lines}
    soon, past = day + _A_DAY, day - _A_DAY
    if soon in days and (amount := due_by(book, soon, payable).amount):
        yield _Reminder("loan_due_soon", soon, amount, closes_with(book, soon, payable))
    if past in days & held:
        late = [line for line in book.lines if payable(line.day) <= past]
        if not is_paid_by(book, late[-1], day):
            amount = due_by(book, past, payable).amount
            yield _Reminder("loan_due_past", past, amount, closes_with(book, past, payable))


def _remind(tx: Tx, group: Group, now: LoanNow, reminder: _Reminder, at: datetime) -> None:
    member = read_member(tx, now.loan.member_id)
    if has_died(tx, member) or not is_reminded(tx, member.person_id):
        return
    say_to_person(
        tx,
        member.person_id,
        reminder.kind,
        {
            "day": reminder.day.isoformat(),
            "amount": reminder.amount,
            "left": reminder.closes,
            "signed": _signed(tx, group),
        },
        key=f"loan:{now.loan.id}:{reminder.kind}:{reminder.day}",
        urgency=Urgency.DIGEST,
        at=at,
    )


def _signed(tx: Tx, group: Group) -> str:
    """The facilitator's name; the group's name while it has no facilitator."""
    person = select_person(tx, group.facilitator_id) if group.facilitator_id else None
    return person.name if person else group.name
