"""Check a meeting and its register: quorum, every member once, the cash explained."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from groups.charter.model.numbers import MeetingCharter
from groups.charter.model.scoring import Excuses
from groups.people.model.refusals import BadAnswer
from groups.registers.model.meeting import (
    MEETING_STEPS,
    Counts,
    Mark,
    Meeting,
    MeetingState,
    MeetingStep,
    Register,
    RegisterLine,
)
from groups.registers.model.money import MoneyKind, MoneyLine, counted
from groups.registers.model.refusals import (
    CashReasonMissing,
    MeetingHeldToday,
    MeetingNotOpen,
    MeetingStillOpen,
    NoQuorum,
    NotEnoughCash,
    RegisterIncomplete,
)
from groups.registers.rules.money_lines import PAYS, cash_effect, check_line, in_order

PAID_MAX: Final = 100_000_00  # paise one member pays in one meeting; more is a typing mistake
CASH_MAX: Final = 100_000_000_00  # paise in a group's box


@dataclass(frozen=True, slots=True)
class NormalForm:
    """A register as it is recorded: lines in the order of members, the cash by the books."""

    register: Register
    cash_expected: int

    @property
    def difference(self) -> int:
        """The cash counted less the cash by the books, in paise."""
        return self.register.cash_counted - self.cash_expected


def paid(line: RegisterLine) -> int:
    """All savings that she paid in the meeting, in paise."""
    return line.saved + line.extra


def counts_of(lines: Iterable[RegisterLine]) -> Counts:
    """Count a register's lines."""
    marks = dict.fromkeys(Mark, 0)
    collected = 0
    for line in lines:
        marks[line.mark] += 1
        collected += paid(line)
    return Counts(
        members=sum(marks.values()),
        present=marks[Mark.PRESENT],
        late=marks[Mark.LATE],
        absent=marks[Mark.ABSENT],
        excused=marks[Mark.EXCUSED],
        collected=collected,
    )


def quorum_needed(members: int, charter: MeetingCharter) -> int:
    """The least number of members present for a quorum; at least 1."""
    share = -(-members * charter.quorum_numerator // charter.quorum_denominator)
    return max(1, share)


def check_quorum(lines: Sequence[RegisterLine], charter: MeetingCharter) -> None:
    """Refuse a meeting to which too few came: NoQuorum."""
    came = counts_of(lines).came
    needed = quorum_needed(len(lines), charter)
    if came < needed:
        raise NoQuorum(came, needed)


def is_large(difference: int, expected: int, charter: MeetingCharter) -> bool:
    """Whether a cash difference needs a second person; `expected` is the box by the books.

    Both in paise. The limit is the larger of the charter's rupees and percent of the box.
    """
    of_the_box = round(expected * charter.cash_difference_percent / 100)
    return abs(difference) > max(100 * charter.cash_difference_rupees, of_the_box)


def next_state(meeting: Meeting, step: MeetingStep) -> MeetingState:
    """The state after a step; MeetingNotOpen if the meeting's state does not allow it."""
    state = MEETING_STEPS[meeting.state].get(step)
    if state is None:
        raise MeetingNotOpen(meeting.day, meeting.state)
    return state


def check_day_free(meeting: Meeting | None, day: date) -> None:
    """Refuse a new meeting while an older one is open, or after the day's one was closed."""
    if meeting is not None and meeting.state is MeetingState.CLOSED:
        raise MeetingHeldToday(meeting.day)
    if meeting is not None and meeting.day != day:
        raise MeetingStillOpen(meeting.day)


def is_excused(marks: Iterable[Mark], excuses: Excuses) -> bool:
    """Whether her last mark is an excuse that the charter still grants."""
    granted: list[bool] = []
    for mark in marks:
        window = granted[max(0, len(granted) - excuses.in_meetings + 1) :]
        granted.append(mark is Mark.EXCUSED and sum(window) < excuses.at_most)
    return bool(granted) and granted[-1]


def normal_form(
    register: Register,
    dues: Mapping[str, int],
    cash_before: int,
    *,
    is_extra_allowed: bool = True,
) -> NormalForm:
    """Bring a register into the one form in which it is recorded and compared.

    Lines are in the order of `dues`. A payment is compulsory saving up to the due, and voluntary
    beyond it. A cash reason without a difference is dropped. Refuses lines that are not one for
    each member (RegisterIncomplete), amounts out of bounds or against the charter (BadAnswer),
    NotEnoughCash, and a difference without a reason (CashReasonMissing).
    """
    by_member = {line.member_id: line for line in register.lines}
    missing = len(dues.keys() ^ by_member.keys()) + len(register.lines) - len(by_member)
    if missing:
        raise RegisterIncomplete(missing)
    lines = tuple(_settle_line(by_member[member], due) for member, due in dues.items())
    if not is_extra_allowed and any(line.extra for line in lines):
        raise BadAnswer("extra")
    if not 0 <= register.cash_counted <= CASH_MAX:
        raise BadAnswer("cash")
    money = _settle_money(register.money)
    if register.pieces and counted(dict(register.pieces)) != register.cash_counted:
        raise BadAnswer("cash")
    change = sum(map(cash_effect, money))
    expected = cash_before + sum(map(paid, lines)) + change
    if expected < 0:
        raise NotEnoughCash(expected - change)
    difference = register.cash_counted - expected
    if difference and register.cash_reason is None:
        raise CashReasonMissing(expected, register.cash_counted, difference)
    reason = register.cash_reason if difference else None
    settled = replace(register, lines=lines, cash_reason=reason, money=money)
    return NormalForm(settled, expected)


def not_in_shares(
    lines: Iterable[RegisterLine], dues: Mapping[str, int], value: int, most: int
) -> str | None:
    """The first member who did not pay in whole shares, or bought too many; None if none."""
    for line in lines:
        if paid(line) % value or paid(line) > dues[line.member_id] + (most - 1) * value:
            return line.member_id
    return None


def differences(one: Register, other: Register) -> int:
    """In how many places two settled registers differ; the cash counts as one place."""
    lines = set(one.lines) ^ set(other.lines)
    cash = (one.cash_counted, one.cash_reason) != (other.cash_counted, other.cash_reason)
    money = (Counter(one.money) - Counter(other.money)) + (
        Counter(other.money) - Counter(one.money)
    )
    return len({line.member_id for line in lines}) + cash + money.total()


def is_other(one: RegisterLine | None, other: RegisterLine | None) -> bool:
    """Whether two lines of a member differ in mark or amount; None means no line."""
    if one is None or other is None:
        return one is not other
    return (one.mark, paid(one)) != (other.mark, paid(other))


def posted_version(amounts: Sequence[int]) -> int:
    """The version that posted the present amount; `amounts` are those of versions 1, 2 and on."""
    version = len(amounts)
    while version > 1 and amounts[version - 2] == amounts[version - 1]:
        version -= 1
    return version


def saving_key(meeting_id: str, member_id: str, version: int) -> str:
    """The entry key of a member's saving in a meeting; a corrected one names its version."""
    return _versioned(f"meeting:{meeting_id}:saving:{member_id}", version)


def cash_key(meeting_id: str, version: int) -> str:
    """The entry key of a meeting's cash difference; a corrected one names its version."""
    return _versioned(f"meeting:{meeting_id}:cash", version)


def _versioned(key: str, version: int) -> str:
    return key if version == 1 else f"{key}:v{version}"


def _settle_money(lines: Sequence[MoneyLine]) -> tuple[MoneyLine, ...]:
    for line in lines:
        check_line(line)
    loans = [(line.kind in PAYS, line.loan_id) for line in lines if line.loan_id]
    if len(set(loans)) != len(loans):
        raise BadAnswer(MoneyKind.REPAYMENT.value)
    return in_order(lines)


def _settle_line(line: RegisterLine, due: int) -> RegisterLine:
    total = paid(line)
    if total > PAID_MAX:
        raise BadAnswer("saved")
    saved = min(total, due)
    return replace(line, saved=saved, extra=total - saved)
