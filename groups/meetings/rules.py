"""A register proposed in the place of another; which meeting days were missed."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, Final

from groups.calendar.rules.days import WAKING_FROM, on_or_after, on_or_before
from groups.meetings.model import MeetingDays
from groups.messages.model import Json
from groups.registers.model.meeting import CashReason, Mark, Register, RegisterLine
from groups.registers.rules.money_lines import packed, unpacked

STOPPED_AFTER: Final = 2  # meeting days missed in a row, from which the facilitator is told
_A_DAY: Final = timedelta(days=1)
_A_WEEK: Final = timedelta(weeks=1)
_MORNING: Final = (
    WAKING_FROM + 1
) * 60  # minutes; until then she reads it, however early they meet


def body_of(register: Register, version: int) -> dict[str, Json]:
    """The request's body: the register proposed, and the version that it would replace."""
    return {
        "version": version,
        "lines": [
            [line.member_id, line.mark.value, line.saved, line.extra] for line in register.lines
        ],
        "cash_counted": register.cash_counted,
        "cash_reason": None if register.cash_reason is None else register.cash_reason.value,
        "money": [packed(line) for line in register.money],
        "pieces": [list(pair) for pair in register.pieces],
        "is_read": register.is_read,
    }


def register_of(body: Mapping[str, Any]) -> Register:
    """The register in a request's body."""
    reason = body["cash_reason"]
    return Register(
        tuple(
            RegisterLine(member_id, Mark(mark), saved=saved, extra=extra)
            for member_id, mark, saved, extra in body["lines"]
        ),
        body["cash_counted"],
        None if reason is None else CashReason(reason),
        money=tuple(unpacked(line) for line in body["money"]),
        pieces=tuple((value, count) for value, count in body["pieces"]),
        is_read=body["is_read"],
    )


def meeting_days(
    weekday: int, today: date, *, first_day: date, last_held: date | None
) -> MeetingDays:
    """The group's meeting days as they stand on a day.

    A meeting held between two meeting days is that of the second. The day on which a group begins
    is no meeting day that it can miss.
    """
    last = on_or_before(today - _A_DAY, weekday)
    if last_held is None:
        answered = on_or_before(first_day, weekday)
    else:
        answered = on_or_after(last_held, weekday)
    missed = max(0, (last - answered) // _A_WEEK)
    return MeetingDays(today.weekday() == weekday, last, missed)


def may_remind(minute: int, meeting_minute: int) -> bool:
    """Whether a reminder at this minute of a meeting day comes before the meeting's hour."""
    return minute <= max(meeting_minute, _MORNING)
