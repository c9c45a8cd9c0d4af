"""What is due of each member in a meeting, and what the books expect in the cash box."""

from collections.abc import Sequence

from groups.charter.store import select_charter
from groups.people.model.group import Group
from groups.people.model.people import Member
from groups.registers.facts import read_register
from groups.registers.model.meeting import Mark, Meeting
from groups.registers.rules.meeting import is_excused
from groups.registers.store import meetings, registers
from ledger.accounts import cash_box
from ledger.balances import balance
from storage.tx import Tx


def read_dues(tx: Tx, group: Group, meeting: Meeting, members: Sequence[Member]) -> dict[str, int]:
    """Each member's dues today, in paise: the usual saving, and what the last meeting excused."""
    last = meetings.select_last_closed(tx, group.id, meeting.day)
    if last is None:
        return {member.id: group.saving for member in members}
    last_register = read_register(tx, last.id, last.version)
    carried = {
        line.member_id: last_register.dues[line.member_id] - line.saved
        for line in last_register.register.lines
        if line.mark is Mark.EXCUSED and _is_excused(tx, meeting, line.member_id)
    }
    return {member.id: group.saving + carried.get(member.id, 0) for member in members}


def read_cash_box(tx: Tx, group_id: str) -> int:
    """The cash in the box by the books, in paise."""
    return balance(tx, group_id, cash_box()).minor


def _is_excused(tx: Tx, meeting: Meeting, member_id: str) -> bool:
    marks = registers.select_marks(tx, meeting.group_id, member_id, meeting.day)
    return is_excused(marks, select_charter(tx, meeting.group_id).points.excuses)
