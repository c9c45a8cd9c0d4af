"""Read the sources of a period's books: postings, registers and loans."""

from collections import defaultdict
from datetime import date

from groups.books.model import Held, Named, Period
from groups.books.rules.loans_by_day import AgreedTerms, Borrowed
from groups.books.store import select_held_lines, select_held_money, select_moved, select_registers
from groups.calendar.rules.days import day_in
from groups.loans.store.loans import ASKED, select_loans_of_group, select_terms
from groups.people.facts.names import read_group
from groups.people.model.group import Group
from groups.people.store.members import select_members_ever
from groups.registers.model.meeting import CashReason, Mark
from groups.registers.model.money import MoneyKind
from groups.registers.store.registers import select_seal
from storage.tx import Tx, moment


def read_period(tx: Tx, group_id: str, first: date, last: date) -> Period:
    """Read the sources of all money books of a period."""
    return Period(
        first,
        last,
        select_moved(tx, group_id, last),
        {one.id: Named(one.number, one.name) for one in select_members_ever(tx, group_id)},
        {loan.id: n for n, loan in enumerate(select_loans_of_group(tx, group_id), 1)},
    )


def read_held(tx: Tx, group: Group, first: date, last: date) -> list[Held]:
    """The registers of the meetings closed in a period, the oldest meeting and version first.

    Later versions of earlier meetings are among them.
    """
    lines: defaultdict[tuple[str, int], dict[str, tuple[Mark, int]]] = defaultdict(dict)
    for meeting, version, member, mark, saved in select_held_lines(tx, group.id, first, last):
        lines[meeting, version][member] = (Mark(mark), saved)
    money: defaultdict[tuple[str, int], dict[MoneyKind, int]] = defaultdict(dict)
    for meeting, version, kind, amount in select_held_money(tx, group.id, first, last):
        money[meeting, version][MoneyKind(kind)] = amount
    held: list[Held] = []
    for row in select_registers(tx, group.id, first, last):
        meeting, version, iso_day, at, expected, counted, reason, is_read = row
        day, recorded_on = date.fromisoformat(iso_day), day_in(group.zone, moment(at))
        held.append(
            Held(
                meeting_id=meeting,
                day=day,
                entered=day if version == 1 else recorded_on,
                version=version,
                cash_expected=expected,
                cash_counted=counted,
                cash_reason=None if reason is None else CashReason(reason),
                is_read=bool(is_read),
                seal=select_seal(tx, group.id, meeting, version),
                lines=lines[meeting, version],
                money=money[meeting, version],
            )
        )
    return held


def read_borrowed(tx: Tx, group_id: str) -> list[Borrowed]:
    """The loans of a group that were ever handed over, with their terms, the oldest first."""
    group, borrowed = read_group(tx, group_id), list[Borrowed]()
    for loan in select_loans_of_group(tx, group.id):
        agreed = tuple(
            AgreedTerms(
                version=one.version,
                recorded_on=day_in(group.zone, moment(one.recorded_at)),
                recorded_at=one.recorded_at,
                began=one.began,
                terms=one.terms,
            )
            for one in select_terms(tx, loan.id)
            if one.version > ASKED
        )
        if agreed:
            borrowed.append(Borrowed(loan.id, loan.member_id, agreed))
    return borrowed
