"""The books of meetings: minutes, attendance register, monthly report, bank linkage."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Final

from groups.books.model import Cell, CodeWord, Held, Period, Row, Section
from groups.books.rules.book_lines import (
    added,
    closing,
    in_period,
    opening,
    some,
    without_empty,
    words,
)
from groups.books.rules.loan_books import (
    corrections,
    ever_lent,
    lent_at,
    recovered,
    risk,
    saving_moves,
)
from groups.books.rules.loans_by_day import Borrowed
from groups.loans.rules.outstanding import PayableOn
from groups.registers.model.meeting import Mark
from groups.registers.model.money import MoneyKind
from ledger.accounts import (
    CHART,
    LOAN_PRINCIPAL,
    SAVINGS,
    account,
    bank,
    cash_box,
    cash_difference,
    savings,
)
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


def minutes_book(period: Period, registers: Sequence[Held]) -> tuple[Section, ...]:
    """One section a meeting: attendance, money by kind, the cash count, the seal.

    A meeting stands as it was known at the end of the period. Meetings before the period that were
    corrected in it stand below, as they were put right.
    """
    corrected = [
        held
        for held in known_at(registers, date.min, period.last)
        if held.day < period.first <= held.entered
    ]
    return tuple(map(_minutes, (*known_at(registers, period.first, period.last), *corrected)))


def known_at(registers: Iterable[Held], first: date, last: date) -> list[Held]:
    """The meetings from `first` to `last`, each by its newest register entered by `last`."""
    newest = {held.meeting_id: held for held in registers if held.entered <= last}
    return [held for held in newest.values() if first <= held.day <= last]


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
        facts += [("put_right_times", held.version - 1), ("put_right_on", held.entered)]
    facts.append(("seal", held.seal))
    rows: tuple[Row, ...] = tuple((CodeWord(code), value) for code, value in facts)
    return Section((CodeWord("meeting"), held.day), words("head", "told"), rows)


def attendance_register(period: Period, registers: Sequence[Held]) -> tuple[Section, ...]:
    """One section a month: each member's mark and saving in every meeting, and her total.

    The meetings stand as they were known at the end of the month, and the sums are those of the
    books. A correction of an earlier month's meeting has a column of its own.
    """
    meetings = known_at(registers, period.first, period.last)
    months = sorted({held.day.replace(day=1) for held in meetings})
    begins = [period.first, *months[1:]]
    ends = [*(begin - _DAY for begin in begins[1:]), period.last]
    parts = [_part(period, begin, end) for begin, end in zip(begins, ends, strict=True)]
    sections = (_month(part, known_at(registers, part.first, part.last)) for part in parts)
    return tuple(section for section in sections if months or section.rows)


def _part(period: Period, first: date, last: date) -> Period:
    """The same books for a part of the period; later postings are left out."""
    moved = tuple(each for each in period.moved if each.day <= last)
    return Period(first, last, moved, period.members, period.loans)


def _month(period: Period, meetings: Sequence[Held]) -> Section:
    begun, ended = opening(period), closing(period)
    listed = {member for held in meetings for member in held.lines}
    listed |= {member for member in period.members if begun[savings(member)]}
    listed |= {member for member in period.members if ended[savings(member)]}
    rows: list[Row] = []
    sums = [0] * 6
    for member in sorted(listed, key=lambda each: period.members[each].number):
        name, her = savings(member), period.members[member]
        paid_in, paid_out, otherwise = _moved_of(period, name)
        saved = sum(held.lines[member][1] for held in meetings if member in held.lines)
        amounts = [-begun[name], paid_in - saved, paid_in, paid_out, otherwise, -ended[name]]
        sums = added(sums, amounts)
        marks = [cell for held in meetings for cell in _came(held, member)]
        rows.append((her.number, her.name, paise(amounts[0]), *marks, *_ends(amounts)))
    columns: list[Cell] = [CodeWord("number"), CodeWord("name"), CodeWord("saved_before")]
    columns += [cell for held in meetings for cell in (held.day, CodeWord("saved"))]
    columns += words("corrected", "paid_in", "paid_out", "otherwise", "saved_in_all")
    section = Section((), tuple(columns), tuple(rows), _foot(meetings, sums))
    return without_empty(section, "corrected", "otherwise")


def _moved_of(period: Period, name: str) -> list[int]:
    """What was paid into an account of savings in a period, paid out, and changed otherwise."""
    sums = [0, 0, 0]
    for each in in_period(period):
        sums = added(sums, saving_moves(each, name))
    return sums


def _ends(amounts: Sequence[int]) -> Row:
    """The cells after the meetings, of her amounts from the savings before on."""
    _, corrected, paid_in, paid_out, otherwise, saved = amounts
    return (some(corrected), paise(paid_in), paise(paid_out), some(otherwise), paise(saved))


def _foot(meetings: Sequence[Held], sums: Sequence[int]) -> Row:
    """The total row: how many came to each meeting, what they saved, all savings."""
    each: list[Cell] = []
    for held in meetings:
        each.append(sum(mark in _CAME for mark, _ in held.lines.values()))
        each.append(paise(sum(saved for _, saved in held.lines.values())))
    return (None, CodeWord("total"), paise(sums[0]), *each, *_ends(sums))


def _came(held: Held, member_id: str) -> Row:
    if member_id not in held.lines:
        return (None, None)
    mark, saved = held.lines[member_id]
    return (CodeWord(f"mark_{mark.value}"), some(saved))


def monthly_report(
    period: Period, registers: Sequence[Held], every: Sequence[Borrowed], payable_on: PayableOn
) -> tuple[Section, ...]:
    """The figures of the period and the balances at its end; no member's own amount.

    What was corrected in the period of meetings before it is in its figures, and named.
    """
    meetings = known_at(registers, period.first, period.last)
    lent = lent_at(period, every, payable_on)
    in_the_period: list[tuple[str, Cell]] = [
        ("meetings_held", len(meetings)),
        ("attendance", attendance(meetings)),
        *_moved("savings_collected", period, Reason.SAVING, Reason.SAVING_EXTRA),
        *_moved("loans_given", period, Reason.LOAN_PAID_OUT),
        *_moved("loans_repaid", period, Reason.LOAN_REPAID, Reason.LOAN_SET_OFF),
        *_moved("fines", period, Reason.FINE),
        ("recovery", recovered(period, every, payable_on)),
    ]
    at_its_end: list[tuple[str, Cell]] = [
        *_standing(period),
        ("open_loans", len(lent)),
        ("overdue", paise(sum(one.overdue for one in lent))),
        ("par30", risk(period, every, payable_on)),
    ]
    return (_figures("in_the_period", in_the_period), _figures("at_its_end", at_its_end))


def _moved(code: str, period: Period, *reasons: Reason) -> list[tuple[str, Cell]]:
    """The sum of a period under a head, and what in it corrects earlier meetings, if anything."""
    corrected = sum(each.amount for each in corrections(period, *reasons))
    figures: list[tuple[str, Cell]] = [(code, paise(moved_by(period, *reasons)))]
    return figures + ([(f"{code}_corrected", paise(corrected))] if corrected else [])


def bank_linkage(
    period: Period,
    registers: Sequence[Held],
    every: Sequence[Borrowed],
    payable_on: PayableOn,
    profile: BankProfile,
) -> tuple[Section, ...]:
    """What a bank asks before it lends to a group: who it is, how it saves, lends and repays."""
    meetings = known_at(registers, period.first, period.last)
    facts: list[tuple[str, Cell]] = [
        ("members", profile.members),
        ("months_of_age", profile.months),
        ("meetings_held", len(meetings)),
        ("attendance", attendance(meetings)),
        ("grade", profile.letter),
        ("marks", None if profile.marks is None else Fraction(profile.marks, 10_000)),
        ("loans_given_ever", ever_lent(period, every)),
        ("loans_given", paise(moved_by(period, Reason.LOAN_PAID_OUT))),
        ("recovery", recovered(period, every, payable_on)),
        ("par30", risk(period, every, payable_on)),
    ]
    return (_figures("the_group", facts), _figures("at_its_end", _standing(period)))


def moved_by(period: Period, *reasons: Reason) -> int:
    """The sum of entries with these reasons in the period, less their reversals; in paise."""
    return sum(each.amount for each in in_period(period) if each.reason in reasons)


def attendance(meetings: Iterable[Held]) -> Fraction | None:
    """The share of expected members who came; None where no meeting was held."""
    marks = [mark for held in meetings for mark, _ in held.lines.values()]
    return Fraction(sum(mark in _CAME for mark in marks), len(marks)) if marks else None


def _standing(period: Period) -> list[tuple[str, Cell]]:
    """The balances at the end of the period, one for each head of the chart.

    The cash difference is below 0 where less was counted than the books expected, as on the page
    of the group's money; in the ledger that is spending, and above 0.
    """
    by_head: Counter[str] = Counter()
    for name, net in closing(period).items():
        place = account(name)
        by_head[place.place.pattern] += place.balance(net).minor
    by_head[cash_difference()] *= -1
    heads = [head for head in CHART if by_head[head] or head in _ALWAYS]
    return [(head, paise(by_head[head])) for head in heads]


def _figures(title: str, facts: Iterable[tuple[str, Cell]]) -> Section:
    rows: tuple[Row, ...] = tuple((CodeWord(code), value) for code, value in facts)
    return Section(words(title), words("head", "figure"), rows)
