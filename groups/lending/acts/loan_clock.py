"""Daily work on loans: interest at a period's end, reminders, erasure of old votes."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from groups.calendar.model import GroupWork
from groups.calendar.rules.days import day_in, is_waking_hour
from groups.charter.store import select_charter
from groups.lending.store.looks import (
    delete_reminders_off,
    insert_reminders_off,
    is_reminded,
    select_not_accrued,
    select_not_reminded,
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
from groups.registers.store.meetings import select_days_held, select_left_open
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


def groups_to_accrue(tx: Tx, *, at: datetime) -> list[GroupWork]:
    """The groups whose interest may be due to be posted."""
    return select_not_accrued(tx, at)


def is_day_begun(tx: Tx, work: GroupWork, *, at: datetime) -> bool:
    """Whether a day has begun in the group's zone since it was last looked at."""
    del tx
    return work.day < day_in(work.zone, at).isoformat()


def post_due_interest(tx: Tx, group_id: str, *, new_id: Callable[[], str], at: datetime) -> None:
    """Once a day in a group: post the interest of finished periods, and erase old votes."""
    tx.lock(f"group:{group_id}")
    group = read_group(tx, group_id)
    day = day_in(group.zone, at)
    _accrue(tx, group, day, new_id=new_id, at=at)
    upsert_look(tx, group_id, accrued=day)


def groups_to_remind(tx: Tx, *, at: datetime) -> list[GroupWork]:
    """The groups whose borrowers may have to be reminded."""
    return select_not_reminded(tx, at)


def is_day_awake(tx: Tx, work: GroupWork, *, at: datetime) -> bool:
    """Whether it is daytime in the group's zone on a day on which nobody was reminded."""
    return is_day_begun(tx, work, at=at) and is_waking_hour(work.zone, at)


def remind(tx: Tx, group_id: str, *, at: datetime) -> None:
    """Once a day in a group, by day: remind borrowers of what is due tomorrow or was yesterday.

    In private, in the facilitator's name; members who want no reminders get none.
    """
    group = read_group(tx, group_id)
    day = day_in(group.zone, at)
    _remind_all(tx, group, day, at)
    upsert_look(tx, group_id, reminded=day)


def has_reminders(tx: Tx, actor: Actor) -> bool:
    """Whether she gets reminders of her loans."""
    return is_reminded(tx, actor.person_id)


def want_reminders(tx: Tx, actor: Actor, *, wants: bool) -> None:
    """Turn her loan reminders on or off."""
    delete_reminders_off(tx, actor.person_id)
    if not wants:
        insert_reminders_off(tx, actor.person_id)


def _accrue(tx: Tx, group: Group, day: date, *, new_id: Callable[[], str], at: datetime) -> None:
    meets_on = next((one.day for one in select_left_open(tx, group.id)), None)
    payable = payable_in(tx, group, select_charter(tx, group.id), meets_on, today=day)
    deed = Deed(group, CLOCK, new_id, at)
    for loan in select_loans_of_group(tx, group.id):
        if loan.state is LoanState.PAID_OUT:
            accrue(tx, loan, day, payable, deed)
    for word_id in select_votes_decided(tx, group.id, before=day - VOTES_KEPT):
        erase(tx, word_id, day)


def _remind_all(tx: Tx, group: Group, day: date, at: datetime) -> None:
    charter = select_charter(tx, group.id)
    payable = payable_in(tx, group, charter, today=day)
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
