"""A register proposed in the place of another, as the body of a request."""

from collections.abc import Mapping
from typing import Any

from groups.messages.model import Json
from groups.registers.model.meeting import CashReason, Mark, Register, RegisterLine
from groups.registers.rules.money_lines import packed, unpacked


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
