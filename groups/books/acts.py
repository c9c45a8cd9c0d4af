"""Read the group's books of a period, or have the bot send one as a file."""

import json
from collections.abc import Callable, Mapping
from datetime import date, datetime
from types import MappingProxyType
from typing import Final

from groups.books.facts import read_borrowed, read_held, read_period
from groups.books.model import (
    OPEN_BOOKS,
    Book,
    Format,
    Named,
    Period,
    Printing,
    Section,
    Shelf,
    Table,
    WantedBook,
)
from groups.books.rules.loan_books import demand, loan_ledger, passbook
from groups.books.rules.meeting_books import (
    BankProfile,
    attendance_register,
    bank_linkage,
    minutes_book,
    monthly_report,
)
from groups.books.rules.money_books import balance_sheet, cash_book, general_ledger, receipts
from groups.books.store import select_first_day
from groups.calendar.rules.days import day_in
from groups.charter.store import select_charter
from groups.loans.facts.loans_now import payable_in
from groups.loans.rules.schedule import full_months
from groups.messages.effects import say_to_person
from groups.messages.model import Facts, Urgency
from groups.people.facts.door import enter_to_read, see
from groups.people.model.group import Group
from groups.people.model.people import Actor, ActorRoles
from groups.people.model.refusals import BadAnswer, NotFound
from groups.people.rules.rights import Right, may, require, require_active
from groups.people.store.groups import select_group
from groups.people.store.members import count_active_members, select_members_ever
from groups.registers.store.registers import select_last_seal
from groups.standing.rules.group_run import unpacked
from groups.standing.store.runs import select_last_run
from storage.tx import Tx


def shelf(tx: Tx, actor: Actor, group_id: str, *, at: datetime) -> Shelf:
    """The books that she may read: an office-bearer all, others the open books and their own."""
    group, actor_roles = enter_to_read(tx, actor, group_id, Right.SEE_STANDING)
    keeps = may(actor_roles, Right.SEE_BOOKS)
    books = tuple(book for book in Book if keeps or may(actor_roles, _right(book)))
    today = day_in(group.zone, at)
    return Shelf(
        group_name=group.name,
        began=select_first_day(tx, group_id) or today,
        today=today,
        books=books,
        members=_whose_passbooks(tx, actor_roles, group_id),
    )


def book(tx: Tx, actor: Actor, group_id: str, wanted: WantedBook) -> Table:
    """One book of a period; the passbook is her own unless another member's number is given."""
    group, actor_roles = _door(tx, actor, group_id, wanted)
    return _table(tx, group, _of_whom(actor_roles, wanted))


def ask(
    tx: Tx,
    actor: Actor,
    group_id: str,
    wanted: WantedBook,
    form: Format,
    *,
    language: str,
    at: datetime,
) -> bool:
    """Have the bot send her a book as a file; False if it has no chat with her."""
    _, actor_roles = _door(tx, actor, group_id, wanted)
    whole = _of_whom(actor_roles, wanted)
    facts: Facts = {
        "group_id": group_id,
        "book": whole.book.value,
        "first": whole.first.isoformat(),
        "last": whole.last.isoformat(),
        "member_id": whole.member_id,
        "form": form.value,
        "in_language": language,
    }
    return say_to_person(tx, actor.person_id, "book", facts, urgency=Urgency.ANSWER, at=at)


def printed(tx: Tx, printing: Printing) -> tuple[Table, ...]:
    """The books of a group for the operator of the database; checks no right.

    Includes the passbook of each member, or only that of the given number; empty if no member has
    this number.
    """
    group = select_group(tx, printing.group_id)
    if group is None:
        raise NotFound
    first = printing.first or select_first_day(tx, group.id) or printing.last
    first, last = min(first, printing.last), printing.last
    books = printing.books if printing.number is None else (Book.PASSBOOK,)
    wanted = [
        WantedBook(book, first=first, last=last, member_id=member_id)
        for book in books
        for member_id in _whose(tx, group, book, printing.number)
    ]
    return tuple(_table(tx, group, one) for one in wanted)


def _whose(tx: Tx, group: Group, book: Book, number: int | None) -> list[str | None]:
    """The members whose passbook is printed: all, or the given number; [None] for other books."""
    if book is not Book.PASSBOOK:
        return [None]
    members = _members_of(tx, group.id)
    return [member_id for member_id, named in members if number in {None, named.number}]


def _members_of(tx: Tx, group_id: str) -> tuple[tuple[str, Named], ...]:
    return tuple((one.id, Named(one.number, one.name)) for one in select_members_ever(tx, group_id))


def _right(wanted: Book) -> Right:
    if wanted is Book.PASSBOOK:
        return Right.SEE_OWN_POINTS
    return Right.SEE_MINUTES if wanted in OPEN_BOOKS else Right.SEE_BOOKS


def _door(tx: Tx, actor: Actor, group_id: str, wanted: WantedBook) -> tuple[Group, ActorRoles]:
    group, actor_roles = see(tx, actor, group_id)
    hers = actor_roles.member.id if actor_roles.member else None
    is_anothers = wanted.book is Book.PASSBOOK and (wanted.member_id or hers) != hers
    require(actor_roles, Right.SEE_BOOKS if is_anothers else _right(wanted.book))
    require_active(group)
    if wanted.first > wanted.last:
        raise BadAnswer("period")
    return group, actor_roles


def _of_whom(actor_roles: ActorRoles, wanted: WantedBook) -> WantedBook:
    if wanted.book is not Book.PASSBOOK:
        return WantedBook(wanted.book, wanted.first, wanted.last)
    if wanted.member_id is not None:
        return wanted
    assert actor_roles.member is not None, "the door let her in to her own"
    return WantedBook(wanted.book, wanted.first, wanted.last, actor_roles.member.id)


def _whose_passbooks(
    tx: Tx, actor_roles: ActorRoles, group_id: str
) -> tuple[tuple[str, Named], ...]:
    if may(actor_roles, Right.SEE_BOOKS):
        return _members_of(tx, group_id)
    her = actor_roles.member
    return ((her.id, Named(her.number, her.name)),) if her else ()


def _table(tx: Tx, group: Group, wanted: WantedBook) -> Table:
    period = read_period(tx, group.id, wanted.first, wanted.last)
    member = None
    if wanted.book is Book.PASSBOOK:
        her = period.members.get(wanted.member_id or "")
        if her is None:
            raise NotFound
        member = f"{her.number} · {her.name}"
    return Table(
        book=wanted.book,
        group=group.name,
        village=group.village,
        first=wanted.first,
        last=wanted.last,
        seal=select_last_seal(tx, group.id),
        sections=_MAKE[wanted.book](tx, group, period, wanted),
        member=member,
    )


_Make = Callable[[Tx, Group, Period, WantedBook], tuple[Section, ...]]


def _of_money(make: Callable[[Period], tuple[Section, ...]]) -> _Make:
    return lambda _tx, _group, period, _wanted: make(period)


def _minutes(tx: Tx, group: Group, period: Period, _: WantedBook) -> tuple[Section, ...]:
    return minutes_book(period, read_held(tx, group, period.first, period.last))


def _register(tx: Tx, group: Group, period: Period, _: WantedBook) -> tuple[Section, ...]:
    return attendance_register(period, read_held(tx, group, period.first, period.last))


def _passbook(_tx: Tx, _group: Group, period: Period, wanted: WantedBook) -> tuple[Section, ...]:
    return passbook(period, wanted.member_id or "")


def _demand(tx: Tx, group: Group, period: Period, _: WantedBook) -> tuple[Section, ...]:
    payable = payable_in(tx, group, select_charter(tx, group.id))
    return demand(period, read_borrowed(tx, group.id), payable)


def _monthly(tx: Tx, group: Group, period: Period, _: WantedBook) -> tuple[Section, ...]:
    held = read_held(tx, group, period.first, period.last)
    payable = payable_in(tx, group, select_charter(tx, group.id))
    return monthly_report(period, held, read_borrowed(tx, group.id), payable)


def _bank_linkage(tx: Tx, group: Group, period: Period, _: WantedBook) -> tuple[Section, ...]:
    held = read_held(tx, group, period.first, period.last)
    payable = payable_in(tx, group, select_charter(tx, group.id))
    return bank_linkage(
        period, held, read_borrowed(tx, group.id), payable, _profile(tx, group, period.last)
    )


def _profile(tx: Tx, group: Group, day: date) -> BankProfile:
    """The group's profile on a day, as a bank asks for it."""
    run = select_last_run(tx, group.id)
    grade = unpacked(run.period, json.loads(run.grade_json)) if run else None
    return BankProfile(
        members=count_active_members(tx, group.id),
        months=full_months(group.first_day, day) if group.first_day else 0,
        letter=grade.letter if grade else None,
        marks=grade.marks if grade else None,
    )


_MAKE: Final[Mapping[Book, _Make]] = MappingProxyType(
    {
        Book.MINUTES: _minutes,
        Book.REGISTER: _register,
        Book.CASH: _of_money(cash_book),
        Book.LOANS: _of_money(loan_ledger),
        Book.LEDGER: _of_money(general_ledger),
        Book.PASSBOOK: _passbook,
        Book.DEMAND: _demand,
        Book.MONTHLY: _monthly,
        Book.BANK_LINKAGE: _bank_linkage,
        Book.BALANCE_SHEET: _of_money(balance_sheet),
        Book.RECEIPTS: _of_money(receipts),
    }
)
