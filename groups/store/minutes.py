"""What is told after a meeting: minutes to the group without private amounts, a line to each."""

from dataclasses import dataclass
from datetime import date, datetime

from groups.model.group import Group
from groups.model.meeting import CashReason, Meeting, Register, RegisterLine
from groups.rules.days import next_weekday
from groups.rules.meeting import Counts, counts_of
from groups.store.members import select_members_ever
from groups.store.outbox import Json, Urgency, say_to_group, say_to_person
from groups.store.proxies import count_read
from groups.store.registers import KeptRegister
from ledger.accounts import savings
from ledger.balances import balance
from storage.tx import Tx


@dataclass(frozen=True, slots=True)
class Minutes:
    """What everybody in the group may know of a meeting; amounts in paise."""

    meeting_id: str
    group_id: str
    day: date
    version: int
    counts: Counts
    cash_expected: int
    cash_counted: int
    cash_reason: CashReason | None
    proxies: int  # words by another's hand that were read aloud
    seal: str
    next_day: date
    next_minute: int

    @property
    def difference(self) -> int:
        """What was counted less what the books said."""
        return self.cash_counted - self.cash_expected


def minutes_of(tx: Tx, group: Group, meeting: Meeting, kept: KeptRegister, seal: str) -> Minutes:
    """The minutes of a register."""
    return Minutes(
        meeting_id=meeting.id,
        group_id=group.id,
        day=meeting.day,
        version=kept.version,
        counts=counts_of(kept.register.lines),
        cash_expected=kept.cash_expected,
        cash_counted=kept.register.cash_counted,
        cash_reason=kept.register.cash_reason,
        proxies=count_read(tx, group.id, meeting.id),
        seal=seal,
        next_day=next_weekday(meeting.day, group.meeting_day),
        next_minute=group.meeting_minute,
    )


def minutes_key(meeting_id: str, version: int) -> str:
    """The cause of the minutes that a group's chat is sent."""
    return f"meeting:{meeting_id}:minutes:{version}"


def say_minutes(tx: Tx, kind: str, minutes: Minutes, *, at: datetime) -> None:
    """Tell the group's chat; `kind` is minutes, or correction for a later version."""
    key, facts = minutes_key(minutes.meeting_id, minutes.version), minutes_facts(minutes)
    say_to_group(
        tx, minutes.group_id, kind, facts, key=key, urgency=Urgency.MONEY, is_money=True, at=at
    )


def minutes_facts(minutes: Minutes) -> dict[str, Json]:
    """What the words of the minutes are made from."""
    counts = minutes.counts
    return {
        "meeting_id": minutes.meeting_id,
        "day": minutes.day.isoformat(),
        "version": minutes.version,
        "members": counts.members,
        "came": counts.came,
        "present": counts.present,
        "late": counts.late,
        "absent": counts.absent,
        "excused": counts.excused,
        "collected": counts.collected,
        "cash_counted": minutes.cash_counted,
        "difference": minutes.difference,
        "cash_reason": None if minutes.cash_reason is None else minutes.cash_reason.value,
        "proxies": minutes.proxies,
        "seal": minutes.seal,
        "next_day": minutes.next_day.isoformat(),
        "next_minute": minutes.next_minute,
    }


def say_lines(
    tx: Tx,
    kind: str,
    meeting: Meeting,
    kept: KeptRegister,
    before: Register | None,
    *,
    at: datetime,
) -> None:
    """Tell each member what was recorded for her; after a correction only those whom it changed."""
    standing_before = {line.member_id: line for line in before.lines} if before else {}
    persons = {m.id: m.person_id for m in select_members_ever(tx, meeting.group_id)}
    for line in kept.register.lines:
        was = standing_before.get(line.member_id)
        if line != was:
            facts = _line_facts(tx, meeting, kept, line, was)
            say_to_person(
                tx,
                persons[line.member_id],
                kind,
                facts,
                key=f"meeting:{meeting.id}:line:{line.member_id}:{kept.version}",
                urgency=Urgency.MONEY,
                is_money=True,
                at=at,
            )


def _line_facts(
    tx: Tx, meeting: Meeting, kept: KeptRegister, line: RegisterLine, was: RegisterLine | None
) -> dict[str, Json]:
    return {
        "group_id": meeting.group_id,
        "meeting_id": meeting.id,
        "day": meeting.day.isoformat(),
        "version": kept.version,
        "mark": line.mark.value,
        "due": kept.dues[line.member_id],
        "saved": line.saved,
        "extra": line.extra,
        "balance": balance(tx, meeting.group_id, savings(line.member_id)).minor,
        "mark_before": was.mark.value if was else None,
        "paid_before": was.saved + was.extra if was else None,
    }
