"""The SQL of a meeting's money beside the savings, one row per line."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final, LiteralString

from groups.registers.model.meeting import Meeting
from groups.registers.model.money import (
    Code,
    KeptLine,
    LoanFund,
    MoneyKind,
    MoneyLine,
    MoneyPlace,
    Split,
)
from ledger.chain import Fact, link_all
from storage.tx import Tx, Value, micros

# The facts in the chain, in the order in which they are inserted.
REGISTER_MONEY: Final[LiteralString] = (
    "SELECT group_id, meeting_id || ':' || CAST(version AS TEXT) || ':' || CAST(number AS TEXT)"
    " AS ref, kind, member_id, loan_id, fund, code, place, amount, word_id, posted, recorded_at"
    " FROM register_money"
)


def insert_money(
    tx: Tx, meeting: Meeting, version: int, money: Sequence[KeptLine], *, at: datetime
) -> None:
    """Record the money lines of one version of a register, and link them into the chain."""
    rows = [
        (f"{meeting.id}:{version}:{number}", number, _row(stored_line, micros(at)))
        for number, stored_line in enumerate(money, 1)
    ]
    if not rows:
        return
    of_all: dict[str, Value] = {
        "meeting_id": meeting.id,
        "version": version,
        "group_id": meeting.group_id,
    }
    tx.many(
        "INSERT INTO register_money (meeting_id, version, number, group_id, kind, member_id,"
        " loan_id, fund, code, place, amount, word_id, posted, recorded_at)"
        " VALUES (:meeting_id, :version, :number, :group_id, :kind, :member_id, :loan_id, :fund,"
        " :code, :place, :amount, :word_id, :posted, :recorded_at)",
        [{**of_all, "number": number, **row} for _, number, row in rows],
    )
    links = [(ref, tuple(row.values())) for ref, _, row in rows]
    link_all(tx, meeting.group_id, "register_money", links, at=at)


def select_money(tx: Tx, meeting_id: str, version: int) -> list[KeptLine]:
    """The money lines of one version of a register in order, each payment with its split."""
    return tx.all(
        _kept,
        "SELECT m.kind, m.member_id, m.loan_id, m.fund, m.code, m.place, m.amount, w.text,"
        " m.word_id, m.posted, p.fine, p.interest, p.principal FROM register_money m"
        " LEFT JOIN words w ON w.id = m.word_id"
        " LEFT JOIN loan_payments p ON p.meeting_id = m.meeting_id AND p.version = m.version"
        " AND p.loan_id = m.loan_id AND m.kind IN ('repayment', 'set_off')"
        " WHERE m.meeting_id = :meeting_id AND m.version = :version ORDER BY m.number",
        meeting_id=meeting_id,
        version=version,
    )


def _row(stored_line: KeptLine, recorded_at: int) -> dict[str, Fact]:
    line = stored_line.line
    row: dict[str, Fact] = {
        "kind": line.kind.value,
        "member_id": line.member_id,
        "loan_id": line.loan_id,
        "fund": None if line.fund is None else line.fund.value,
        "code": None if line.code is None else line.code.value,
        "place": line.place.value,
        "amount": line.amount,
        "word_id": stored_line.word_id,
        "posted": stored_line.posted,
        "recorded_at": recorded_at,
    }
    return row


def _kept(*row: Any) -> KeptLine:
    kind, member_id, loan_id, fund, code, place, amount, text, word_id, posted, *paid = row
    fine, interest, principal = paid
    line = MoneyLine(
        kind=MoneyKind(kind),
        amount=amount,
        member_id=member_id,
        loan_id=loan_id,
        fund=None if fund is None else LoanFund(fund),
        code=None if code is None else Code(code),
        place=MoneyPlace(place),
        text=text or "",
    )
    split = None if fine is None else Split(fine=fine, interest=interest, principal=principal)
    return KeptLine(line, posted, word_id, split)
