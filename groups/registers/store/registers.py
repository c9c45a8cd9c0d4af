"""The SQL of registers and their lines: version 1 is the close, later ones are corrections."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final, LiteralString

from groups.registers.model.meeting import CashReason, Mark, Meeting, Register, RegisterLine
from groups.registers.model.money import KeptLine
from ledger.chain import SEAL_LENGTH, Facts, beginning, link, link_all
from storage.tx import Tx, Value, micros, moment

# The facts in the chain, in the order of `_register_facts` and of `_line_facts`.
REGISTERS: Final[LiteralString] = (
    "SELECT group_id, meeting_id || ':' || CAST(version AS TEXT) AS ref, day, cash_expected,"
    " cash_counted, cash_reason, pieces, is_read, reason_word, by_id, second_id, recorded_at"
    " FROM registers"
)
REGISTER_LINES: Final[LiteralString] = (
    "SELECT group_id, meeting_id || ':' || CAST(version AS TEXT) || ':' || member_id AS ref,"
    " mark, due, saved, extra, recorded_at FROM register_lines"
)


@dataclass(frozen=True, slots=True)
class KeptRegister:
    """A register as recorded; amounts in paise, `dues` by member in the order of the lines."""

    meeting_id: str
    version: int
    register: Register
    dues: dict[str, int]
    cash_expected: int
    reason_word: str | None
    by_id: str
    second_id: str | None
    recorded_at: datetime
    money: tuple[KeptLine, ...] = ()

    @property
    def difference(self) -> int:
        """The cash counted less the cash that the books expect, in paise."""
        return self.register.cash_counted - self.cash_expected


@dataclass(frozen=True, slots=True)
class RegisterHead:
    """The values of one version of a register beside its lines; amounts in paise."""

    cash_expected: int
    cash_counted: int
    cash_reason: CashReason | None
    pieces: tuple[tuple[int, int], ...]
    is_read: bool
    reason_word: str | None
    by_id: str
    second_id: str | None
    recorded_at: datetime


def insert_lines(tx: Tx, meeting: Meeting, kept: KeptRegister, *, at: datetime) -> None:
    """Record the lines of a register, and link them into the chain."""
    ref = f"{meeting.id}:{kept.version}"
    tx.many(
        "INSERT INTO register_lines"
        " (meeting_id, version, member_id, group_id, mark, due, saved, extra, recorded_at)"
        " VALUES (:meeting_id, :version, :member_id, :group_id, :mark, :due, :saved, :extra,"
        " :recorded_at)",
        [_line_row(meeting, kept, line, micros(at)) for line in kept.register.lines],
    )
    facts = [
        (f"{ref}:{line.member_id}", _line_facts(kept, line, micros(at)))
        for line in kept.register.lines
    ]
    link_all(tx, meeting.group_id, "register_lines", facts, at=at)


def insert_register(
    tx: Tx, meeting: Meeting, stored_register: KeptRegister, *, at: datetime
) -> str:
    """Record the values of a register beside its lines; link them, and return the books' seal."""
    tx.run(
        "INSERT INTO registers (meeting_id, version, group_id, day, cash_expected, cash_counted,"
        " cash_reason, pieces, is_read, reason_word, by_id, second_id, recorded_at)"
        " VALUES (:meeting_id, :version, :group_id, :day, :cash_expected, :cash_counted,"
        " :cash_reason, :pieces, :is_read, :reason_word, :by_id, :second_id, :recorded_at)",
        meeting_id=meeting.id,
        version=stored_register.version,
        group_id=meeting.group_id,
        day=meeting.day.isoformat(),
        cash_expected=stored_register.cash_expected,
        cash_counted=stored_register.register.cash_counted,
        cash_reason=_code(stored_register.register.cash_reason),
        pieces=_pieces(stored_register.register),
        is_read=int(stored_register.register.is_read),
        reason_word=stored_register.reason_word,
        by_id=stored_register.by_id,
        second_id=stored_register.second_id,
        recorded_at=micros(at),
    )
    ref, last = (
        f"{meeting.id}:{stored_register.version}",
        _register_facts(meeting.day, stored_register, micros(at)),
    )
    return link(tx, meeting.group_id, "registers", ref, last, at=at)[:SEAL_LENGTH]


def select_lines(tx: Tx, meeting_id: str, version: int) -> list[tuple[RegisterLine, int]]:
    """The lines of one version by member number, each with its due in paise."""
    return tx.all(
        lambda member_id, mark, saved, extra, due: (
            RegisterLine(member_id, Mark(mark), saved, extra),
            due,
        ),
        "SELECT l.member_id, l.mark, l.saved, l.extra, l.due"
        " FROM register_lines l JOIN members m ON m.id = l.member_id"
        " WHERE l.meeting_id = :meeting_id AND l.version = :version ORDER BY m.number",
        meeting_id=meeting_id,
        version=version,
    )


def select_head(tx: Tx, meeting_id: str, version: int) -> RegisterHead:
    """The values of one version of a closed meeting's register beside its lines."""
    head = tx.rows(
        "SELECT cash_expected, cash_counted, cash_reason, pieces, is_read, reason_word, by_id,"
        " second_id, recorded_at FROM registers"
        " WHERE meeting_id = :meeting_id AND version = :version",
        meeting_id=meeting_id,
        version=version,
    )
    return _head(*head[0])


def select_cash_since(tx: Tx, group_id: str, since: date) -> list[tuple[date, int, int]]:
    """The days of meetings since then, newest first: cash expected and counted, as in force."""
    return tx.all(
        lambda iso_day, expected, counted: (date.fromisoformat(iso_day), expected, counted),
        "SELECT m.day, r.cash_expected, r.cash_counted FROM meetings m"
        " JOIN registers r ON r.meeting_id = m.id AND r.version = m.version"
        " WHERE m.group_id = :group_id AND m.state = 'closed' AND m.day >= :since"
        " ORDER BY m.day DESC",
        group_id=group_id,
        since=since.isoformat(),
    )


def count_versions(tx: Tx, meeting_id: str) -> int:
    """How many versions a meeting's register has."""
    count: int = tx.value(
        "SELECT COUNT(*) FROM registers WHERE meeting_id = :meeting_id", meeting_id=meeting_id
    )
    return count


def select_marks(tx: Tx, group_id: str, member_id: str, before: date) -> list[Mark]:
    """A member's marks in the meetings before a day, oldest first."""
    return tx.all(
        Mark,
        "SELECT l.mark FROM register_lines l"
        " JOIN meetings m ON m.id = l.meeting_id AND m.version = l.version"
        " WHERE l.group_id = :group_id AND l.member_id = :member_id AND m.day < :before"
        " ORDER BY m.day",
        group_id=group_id,
        member_id=member_id,
        before=before.isoformat(),
    )


def select_seal(tx: Tx, group_id: str, meeting_id: str, version: int) -> str:
    """The seal of the books right after a register was recorded."""
    head: str = tx.value(
        "SELECT head FROM links WHERE group_id = :group_id AND kind = 'registers' AND ref = :ref",
        group_id=group_id,
        ref=f"{meeting_id}:{version}",
    )
    return head[:SEAL_LENGTH]


def select_last_seal(tx: Tx, group_id: str) -> str:
    """The seal of the books right after the last register; before the first, of empty books.

    Pages show no later one: it would tell when something was recorded between two meetings.
    """
    head: str | None = tx.value(
        "SELECT head FROM links WHERE group_id = :group_id AND kind = 'registers'"
        " ORDER BY n DESC LIMIT 1",
        group_id=group_id,
    )
    return (head or beginning(group_id).head)[:SEAL_LENGTH]


def _head(*row: Any) -> RegisterHead:
    cash_expected, cash_counted, cash_reason, pieces, is_read, *signed = row
    reason_word, by_id, second_id, recorded_at = signed
    return RegisterHead(
        cash_expected=cash_expected,
        cash_counted=cash_counted,
        cash_reason=None if cash_reason is None else CashReason(cash_reason),
        pieces=_pieces_of(pieces),
        is_read=bool(is_read),
        reason_word=reason_word,
        by_id=by_id,
        second_id=second_id,
        recorded_at=moment(recorded_at),
    )


def _line_row(
    meeting: Meeting, stored_register: KeptRegister, line: RegisterLine, recorded_at: int
) -> dict[str, Value]:
    return {
        "meeting_id": meeting.id,
        "version": stored_register.version,
        "member_id": line.member_id,
        "group_id": meeting.group_id,
        "mark": line.mark.value,
        "due": stored_register.dues[line.member_id],
        "saved": line.saved,
        "extra": line.extra,
        "recorded_at": recorded_at,
    }


def _line_facts(stored_register: KeptRegister, line: RegisterLine, recorded_at: int) -> Facts:
    return (
        line.mark.value,
        stored_register.dues[line.member_id],
        line.saved,
        line.extra,
        recorded_at,
    )


def _register_facts(day: date, stored_register: KeptRegister, recorded_at: int) -> Facts:
    return (
        day.isoformat(),
        stored_register.cash_expected,
        stored_register.register.cash_counted,
        _code(stored_register.register.cash_reason),
        _pieces(stored_register.register),
        int(stored_register.register.is_read),
        stored_register.reason_word,
        stored_register.by_id,
        stored_register.second_id,
        recorded_at,
    )


def _pieces(register: Register) -> str | None:
    return " ".join(f"{value}x{count}" for value, count in register.pieces) or None


def _pieces_of(text: str | None) -> tuple[tuple[int, int], ...]:
    pairs = (pair.split("x") for pair in (text or "").split())
    return tuple((int(value), int(count)) for value, count in pairs)


def _code(reason: CashReason | None) -> str | None:
    return None if reason is None else reason.value
