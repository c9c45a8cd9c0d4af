"""Record a register with all its lines; the group is locked."""

from datetime import datetime

from groups.registers.model.meeting import Meeting
from groups.registers.store.register_money import insert_money
from groups.registers.store.registers import KeptRegister, insert_lines, insert_register
from storage.tx import Tx


def record_register(tx: Tx, meeting: Meeting, kept: KeptRegister, *, at: datetime) -> str:
    """Record a register with its lines and link them; return the seal after them."""
    insert_lines(tx, meeting, kept, at=at)
    insert_money(tx, meeting, kept.version, kept.money, at=at)
    return insert_register(tx, meeting, kept, at=at)
