"""The books of meetings: minutes, attendance register, monthly report, bank linkage."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from itertools import groupby
from typing import Final

from groups.books.model import Cell, CodeWord, Held, Period, Row, Section
from groups.books.rules.book_lines import REVERSED, closing, in_period, opening, some, words
from groups.books.rules.loan_books import Borrowed, lent_at, recovered, risk
from groups.loans.rules.outstanding import PayableOn
from groups.registers.model.meeting import Mark
from groups.registers.model.money import MoneyKind
from ledger.accounts import CHART, LOAN_PRINCIPAL, SAVINGS, account, bank, cash_box, savings
from ledger.model import Reason, paise

_CAME: Final = (Mark.PRESENT, Mark.LATE)
_DAY: Final = timedelta(days=1)
_ALWAYS: Final = frozenset({cash_box(), bank(), SAVINGS, LOAN_PRINCIPAL})


@dataclass(frozen=True, slots=True)
class BankProfile:
    """Facts about a group that a bank asks for and the books do not hold."""

    members: int
    months: int  # since the group was admitted
    letter: str | None
    marks: int | None  # of the grade, in hundredths


def minutes_book(meetings: Sequence[Held]) -> tuple[Section, ...]:
    """One section a meeting: attendance, money by kind, the cash count, the seal."""
    return tuple(_minutes(held) for held in meetings)


def _minutes(held: Held) -> Section:
    marks = [mark for mark, _ in held.lines.values()]
    facts: list[tuple[str, Cell]] = [
        ("members", len(marks)),
        ("came", sum(mark in _CAME for mark in marks)),
        ("late", marks.count(Mark.LATE)),
        ("excused", marks.count(Mark.EXCUSED)),
        ("absent", marks.count(Mark.ABSENT)),
        ("minutes_read", CodeWord("yes" if held.is_read else "no")),
        ("savings_collected", paise(sum(saved for _, saved in held.lines.values()))),
        *((kind.value, paise(held.money[kind])) for kind in MoneyKind if held.money.get(kind)),
        ("cash_by_books", paise(held.cash_expected)),
        ("cash_counted", paise(held.cash_counted)),
    ]
    if held.cash_reason is not None:
        facts.append(("cash_reason", CodeWord(held.cash_reason.value)))
    if held.version > 1:
        facts.append(("put_right_times", held.version - 1))
    facts.append(("seal", held.seal))
    rows: tuple[Row, ...] = tuple((CodeWord(code), value) for code, value in facts)
    return Section((CodeWord("meeting"), held.day), words("head", "told"), rows)


def attendance_register(period: Period, meetings: Sequence[Held]) -> tuple[Section, ...]:
    """One section a month: each member's mark and saving in every meeting, and her total.

    The sums of a month are those of the books, with withdrawals and corrections.
    """
    months = [
        tuple(held) for _, held in groupby(meetings, lambda each: (each.day.year, each.day.month))
    ]
    begins = [period.first, *(held[0].day.replace(day=1) for held in months[1:])]
    ends = [*(begin - _DAY for begin in begins[1:]), period.last]
    return tuple(
        _month(_part(period, begin, end), held)
        for held, begin, end in zip(months, begins, ends, strict=False)
    )


def _part(period: Period, first: date, last: date) -> Period:
    """The same books for a part of the period; later postings are left out."""
    moved = tuple(each for each in period.moved if each.day <= last)
    return Period(first, last, moved, period.members, period.loans)


def _month(period: Period, meetings: Sequence[Held]) -> Section:
    begun, ended, moved = opening(period), closing(period), in_period(period)
    listed = {member for held in meetings for member in held.lines}
    listed |= {member for member in period.members if begun[savings(member)]}
    rows: list[Row] = []
    sums = [0] * 4
    for member in sorted(listed, key=lambda each: period.members[each].number):
        name, her = savings(member), period.members[member]
        paid_in = sum(each.amount for each in moved if each.credit == name)
        paid_out = sum(each.amount for each in moved if each.debit == name)
        amounts = [-begun[name], paid_in, paid_out, -ended[name]]
        sums = [whole + part for whole, part in zip(sums, amounts, strict=True)]
        marks = [cell for held in meetings for cell in _came(held, member)]
        before, *after = map(paise, amounts)
        rows.append((her.number, her.name, before, *marks, *after))
    columns: list[Cell] = [CodeWord("number"), CodeWord("name"), CodeWord("saved_before")]
    columns += [cell for held in meetings for cell in (held.day, CodeWord("saved"))]
    columns += words("paid_in", "paid_out", "saved_in_all")
    return Section((), tuple(columns), tuple(rows), _foot(meetings, sums))


def _foot(meetings: Sequence[Held], sums: Sequence[int]) -> Row:
    """The total row: how many came to each meeting, what they saved, all savings."""
    each: list[Cell] = []
    for held in meetings:
        each.append(sum(mark in _CAME for mark, _ in held.lines.values()))
        each.append(paise(sum(saved for _, saved in held.lines.values())))
    before, *after = map(paise, sums)
    return (None, CodeWord("total"), before, *each, *after)


def _came(held: Held, member_id: str) -> Row:
    if member_id not in held.lines:
        return (None, None)
    mark, saved = held.lines[member_id]
    return (CodeWord(f"mark_{mark.value}"), some(saved))


def monthly_report(
    period: Period, meetings: Sequence[Held], every: Sequence[Borrowed], payable_on: PayableOn
) -> tuple[Section, ...]:
    """The figures of the period and the balances at its end; no member's own amount."""
    lent = lent_at(every, period.last, payable_on)
    in_the_period: list[tuple[str, Cell]] = [
        ("meetings_held", len(meetings)),
        ("attendance", attendance(meetings)),
        ("savings_collected", paise(moved_by(period, Reason.SAVING, Reason.SAVING_EXTRA))),
        ("loans_given", paise(moved_by(period, Reason.LOAN_PAID_OUT))),
        ("loans_repaid", paise(moved_by(period, Reason.LOAN_REPAID, Reason.LOAN_SET_OFF))),
        ("fines", paise(moved_by(period, Reason.FINE))),
        ("recovery", recovered(period, every, payable_on)),
    ]
    at_its_end: list[tuple[str, Cell]] = [
        *_standing(period),
        ("open_loans", len(lent)),
        ("overdue", paise(sum(one.overdue for one in lent))),
        ("par30", risk(every, period.last, payable_on)),
    ]
    return (_figures("in_the_period", in_the_period), _figures("at_its_end", at_its_end))


def bank_linkage(
    period: Period,
    meetings: Sequence[Held],
    every: Sequence[Borrowed],
    payable_on: PayableOn,
    profile: BankProfile,
) -> tuple[Section, ...]:
    """What a bank asks before it lends to a group: who it is, how it saves, lends and repays."""
    facts: list[tuple[str, Cell]] = [
        ("members", profile.members),
        ("months_of_age", profile.months),
        ("meetings_held", len(meetings)),
        ("attendance", attendance(meetings)),
        ("grade", profile.letter),
        ("marks", None if profile.marks is None else Fraction(profile.marks, 10_000)),
        ("loans_given_ever", sum(1 for one in every if one.books[0].began <= period.last)),
        ("loans_given", paise(moved_by(period, Reason.LOAN_PAID_OUT))),
        ("recovery", recovered(period, every, payable_on)),
        ("par30", risk(every, period.last, payable_on)),
    ]
    return (_figures("the_group", facts), _figures("at_its_end", _standing(period)))


def moved_by(period: Period, *reasons: Reason) -> int:
    """The sum of entries with these reasons in the period, less their reversals; in paise."""
    kinds = {each.key: each.reason for each in period.moved}
    whole = 0
    for each in in_period(period):
        if each.reason == Reason.REVERSAL:
            whole -= each.amount * (kinds.get(each.key.removesuffix(REVERSED)) in reasons)
        else:
            whole += each.amount * (each.reason in reasons)
    return whole


def attendance(meetings: Iterable[Held]) -> Fraction | None:
    """The share of expected members who came; None where no meeting was held."""
    marks = [mark for held in meetings for mark, _ in held.lines.values()]
    return Fraction(sum(mark in _CAME for mark in marks), len(marks)) if marks else None


def _standing(period: Period) -> list[tuple[str, Cell]]:
    """The balances at the end of the period, one for each head of the chart."""
    by_head: Counter[str] = Counter()
    for name, net in closing(period).items():
        place = account(name)
        by_head[place.place.pattern] += place.balance(net).minor
    heads = [head for head in CHART if by_head[head] or head in _ALWAYS]
    return [(head, paise(by_head[head])) for head in heads]


def _figures(title: str, facts: Iterable[tuple[str, Cell]]) -> Section:
    rows: tuple[Row, ...] = tuple((CodeWord(code), value) for code, value in facts)
    return Section(words(title), words("head", "figure"), rows)
