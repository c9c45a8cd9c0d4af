"""Messages after a meeting: minutes without private amounts to the group, a line to each."""

from collections.abc import Mapping
from datetime import datetime

from groups.calendar.rules.days import next_weekday
from groups.meetings.model import Minutes, minutes_facts
from groups.messages.effects import say_to_group, say_to_person
from groups.messages.model import Json, Urgency
from groups.people.model.group import Group
from groups.people.store.members import select_members_ever
from groups.registers.model.meeting import Meeting, Register, RegisterLine
from groups.registers.rules.meeting import counts_of
from groups.registers.rules.money_lines import hers, totals_of
from groups.registers.store.registers import KeptRegister
from groups.vouches.store.proxies import count_read
from ledger.accounts import is_loan_of, savings
from ledger.balances import balances_of
from storage.tx import Tx


def minutes_of(
    tx: Tx, group: Group, meeting: Meeting, stored_register: KeptRegister, seal: str
) -> Minutes:
    """The minutes of a register."""
    return Minutes(
        meeting_id=meeting.id,
        group_id=group.id,
        day=meeting.day,
        version=stored_register.version,
        counts=counts_of(stored_register.register.lines),
        cash_expected=stored_register.cash_expected,
        cash_counted=stored_register.register.cash_counted,
        cash_reason=stored_register.register.cash_reason,
        proxies=count_read(tx, group.id, meeting.id),
        seal=seal,
        next_day=next_weekday(meeting.day, group.meeting_day),
        next_minute=group.meeting_minute,
        totals=totals_of(stored_register.register.money),
        is_read=stored_register.register.is_read,
    )


def minutes_key(meeting_id: str, version: int) -> str:
    """The key of the message with the minutes to a group's chat."""
    return f"meeting:{meeting_id}:minutes:{version}"


def say_minutes(tx: Tx, kind: str, minutes: Minutes, *, at: datetime) -> None:
    """Send minutes to the group's chat; `kind` is minutes, or correction for a later version."""
    key, facts = minutes_key(minutes.meeting_id, minutes.version), minutes_facts(minutes)
    say_to_group(tx, minutes.group_id, kind, facts, key=key, urgency=Urgency.MONEY, at=at)


def say_lines(
    tx: Tx,
    kind: str,
    meeting: Meeting,
    stored_register: KeptRegister,
    before: Register | None,
    interest: Mapping[str, int],
    *,
    at: datetime,
) -> None:
    """Send each member her line; after a correction only to members whom it changed.

    A member who left and was settled with has no line but gets a message. `interest` is the change
    of each member's earlier interest, in paise.
    """
    lines_before = {line.member_id: line for line in before.lines} if before else {}
    money, money_before = stored_register.register.money, before.money if before else ()
    persons = {m.id: m.person_id for m in select_members_ever(tx, meeting.group_id)}
    lines = {line.member_id: line for line in stored_register.register.lines}
    stands = {name: it.minor for name, it in balances_of(tx, meeting.group_id).items()}
    for member_id, person_id in persons.items():
        line, was = lines.get(member_id), lines_before.get(member_id)
        if line == was and hers(money, member_id) == hers(money_before, member_id):
            continue
        facts = _money_facts(meeting, stored_register, member_id, stands)
        facts["interest"] = interest.get(member_id, 0)
        if line is not None:
            facts |= _line_facts(stored_register, line, was)
        say_to_person(
            tx,
            person_id,
            kind if line else "settled_line",
            facts,
            key=f"meeting:{meeting.id}:line:{member_id}:{stored_register.version}",
            urgency=Urgency.MONEY,
            is_money=True,
            at=at,
        )


def _money_facts(
    meeting: Meeting, stored_register: KeptRegister, member_id: str, stands: Mapping[str, int]
) -> dict[str, Json]:
    """Her amounts beside the saving, her savings and her debt after the meeting, in paise."""
    owed = sum(sum_ for name, sum_ in stands.items() if is_loan_of(member_id, name))
    moved: list[Json] = [
        [of.value, amount] for of, amount in hers(stored_register.register.money, member_id)
    ]
    return {
        "group_id": meeting.group_id,
        "meeting_id": meeting.id,
        "day": meeting.day.isoformat(),
        "version": stored_register.version,
        "moved": moved,
        "balance": stands.get(savings(member_id), 0),
        "owed": owed,
    }


def _line_facts(
    stored_register: KeptRegister, line: RegisterLine, was: RegisterLine | None
) -> dict[str, Json]:
    return {
        "mark": line.mark.value,
        "due": stored_register.dues[line.member_id],
        "saved": line.saved,
        "extra": line.extra,
        "mark_before": was.mark.value if was else None,
        "paid_before": was.saved + was.extra if was else None,
    }
