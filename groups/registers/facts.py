"""A register as recorded: its head, its lines and its money."""

from groups.registers.model.meeting import Register
from groups.registers.store.register_money import select_money
from groups.registers.store.registers import (
    KeptRegister,
    count_versions,
    select_head,
    select_lines,
)
from storage.tx import Tx


def read_register(tx: Tx, meeting_id: str, version: int) -> KeptRegister:
    """One version of a closed meeting's register, its lines by member number."""
    lines = select_lines(tx, meeting_id, version)
    head = select_head(tx, meeting_id, version)
    money = select_money(tx, meeting_id, version)
    return KeptRegister(
        meeting_id=meeting_id,
        version=version,
        register=Register(
            tuple(line for line, _ in lines),
            head.cash_counted,
            head.cash_reason,
            money=tuple(each.line for each in money),
            pieces=head.pieces,
            is_read=head.is_read,
        ),
        money=tuple(money),
        dues={line.member_id: due for line, due in lines},
        cash_expected=head.cash_expected,
        reason_word=head.reason_word,
        by_id=head.by_id,
        second_id=head.second_id,
        recorded_at=head.recorded_at,
    )


def read_versions(tx: Tx, meeting_id: str) -> list[KeptRegister]:
    """Every version of a meeting's register, oldest first; version 1 is the close."""
    count = count_versions(tx, meeting_id)
    return [read_register(tx, meeting_id, version) for version in range(1, count + 1)]
