"""The SQL of meetings: at most one per day and group, at most one open."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from groups.calendar.model import GroupWork
from groups.registers.model.meeting import Meeting, MeetingState
from storage.tx import Tx, micros


@dataclass(frozen=True, slots=True)
class MeetingBrief:
    """A meeting as a list shows it; sums collected in paise, all 0 until it is closed."""

    id: str
    day: date
    state: MeetingState
    version: int
    came: int
    members: int
    collected: int


@dataclass(frozen=True, slots=True)
class LeftOpen:
    """A meeting that nobody closed on its day."""

    id: str
    group_id: str
    zone: str
    day: date
    reminded_at: int


def insert_meeting(tx: Tx, meeting: Meeting, *, at: datetime) -> None:
    """Insert an open meeting."""
    tx.run(
        "INSERT INTO meetings"
        " (id, group_id, day, state, opened_by, opened_at, held_by, version, reminded_at)"
        " VALUES (:id, :group_id, :day, :state, :opened_by, :opened_at, :held_by, :version, 0)",
        id=meeting.id,
        group_id=meeting.group_id,
        day=meeting.day.isoformat(),
        state=meeting.state.value,
        opened_by=meeting.opened_by,
        opened_at=micros(at),
        held_by=meeting.held_by,
        version=meeting.version,
    )


def select_group_id(tx: Tx, meeting_id: str) -> str | None:
    """The group of a meeting, which never changes; lock it before you read the meeting."""
    group_id: str | None = tx.value("SELECT group_id FROM meetings WHERE id = :id", id=meeting_id)
    return group_id


def select_meeting(tx: Tx, meeting_id: str) -> Meeting | None:
    """A meeting by its id."""
    return tx.one(
        _meeting,
        "SELECT id, group_id, day, state, opened_by, held_by, version FROM meetings WHERE id = :id",
        id=meeting_id,
    )


def select_open_or_held(tx: Tx, group_id: str, day: date) -> Meeting | None:
    """The open meeting, else the one that was closed on this day."""
    return tx.one(
        _meeting,
        "SELECT id, group_id, day, state, opened_by, held_by, version FROM meetings"
        " WHERE group_id = :group_id AND (state = 'open' OR (state = 'closed' AND day = :day))"
        " ORDER BY state DESC LIMIT 1",
        group_id=group_id,
        day=day.isoformat(),
    )


def select_last_closed(tx: Tx, group_id: str, before: date) -> Meeting | None:
    """The last closed meeting before a day."""
    return tx.one(
        _meeting,
        "SELECT id, group_id, day, state, opened_by, held_by, version FROM meetings"
        " WHERE group_id = :group_id AND state = 'closed' AND day < :before"
        " ORDER BY day DESC LIMIT 1",
        group_id=group_id,
        before=before.isoformat(),
    )


def select_briefs(tx: Tx, group_id: str, limit: int) -> tuple[MeetingBrief, ...]:
    """The group's last meetings, newest first, without dropped ones."""
    return tuple(
        tx.all(
            _brief,
            "SELECT m.id, m.day, m.state, m.version,"
            " CAST(SUM(CASE WHEN l.mark IN ('present', 'late') THEN 1 ELSE 0 END) AS BIGINT),"
            " COUNT(l.member_id), CAST(COALESCE(SUM(l.saved + l.extra), 0) AS BIGINT)"
            " FROM meetings m"
            " LEFT JOIN register_lines l ON l.meeting_id = m.id AND l.version = m.version"
            " WHERE m.group_id = :group_id AND m.state <> 'dropped'"
            " GROUP BY m.id, m.day, m.state, m.version ORDER BY m.day DESC LIMIT :limit",
            group_id=group_id,
            limit=limit,
        )
    )


def select_groups_meeting(tx: Tx) -> list[GroupWork]:
    """Each open meeting: its group, its day and when the group was last reminded of it."""
    return tx.all(
        lambda group_id, zone, day, at: GroupWork(group_id, zone, day, marked_at=at),
        "SELECT m.group_id, g.zone, m.day, m.reminded_at"
        " FROM meetings m JOIN groups g ON g.id = m.group_id"
        " WHERE m.state = 'open' ORDER BY m.day, m.id",
    )


def select_left_open(tx: Tx, group_id: str) -> list[LeftOpen]:
    """Every open meeting of a group, of any day."""
    return tx.all(
        _left_open,
        "SELECT m.id, m.group_id, g.zone, m.day, m.reminded_at"
        " FROM meetings m JOIN groups g ON g.id = m.group_id"
        " WHERE m.state = 'open' AND m.group_id = :group_id ORDER BY m.day, m.id",
        group_id=group_id,
    )


def count_closed(tx: Tx, group_id: str) -> int:
    """How many meetings were closed."""
    return int(
        tx.value(
            "SELECT COUNT(*) FROM meetings WHERE group_id = :group_id AND state = 'closed'",
            group_id=group_id,
        )
    )


def select_days_held(tx: Tx, group_id: str) -> list[date]:
    """The days of the closed meetings, in order."""
    return tx.all(
        date.fromisoformat,
        "SELECT day FROM meetings WHERE group_id = :group_id AND state = 'closed' ORDER BY day",
        group_id=group_id,
    )


def select_last_held(tx: Tx, group_id: str) -> date | None:
    """The day of the last meeting that is open or was closed."""
    return tx.one(
        date.fromisoformat,
        "SELECT day FROM meetings WHERE group_id = :group_id AND state IN ('open', 'closed')"
        " ORDER BY day DESC LIMIT 1",
        group_id=group_id,
    )


def is_dropped(tx: Tx, group_id: str, day: date) -> bool:
    """Whether a meeting of this day was opened and dropped: somebody says that there was none."""
    return bool(
        tx.value(
            "SELECT COUNT(*) FROM meetings"
            " WHERE group_id = :group_id AND state = 'dropped' AND day = :day",
            group_id=group_id,
            day=day.isoformat(),
        )
    )


def update_holder(tx: Tx, meeting_id: str, held_by: str) -> None:
    """Store who holds the open register."""
    tx.run(
        "UPDATE meetings SET held_by = :held_by WHERE id = :id AND state = 'open'",
        id=meeting_id,
        held_by=held_by,
    )


def update_ended(tx: Tx, meeting: Meeting, *, by: str, at: datetime) -> None:
    """Store how an open meeting ended: its new state and version."""
    changed = tx.run(
        "UPDATE meetings SET state = :state, version = :version, ended_by = :by, ended_at = :at"
        " WHERE id = :id AND state = 'open'",
        id=meeting.id,
        state=meeting.state.value,
        version=meeting.version,
        by=by,
        at=micros(at),
    )
    assert changed == 1, "the group was locked, and the meeting was open"


def update_version(tx: Tx, meeting_id: str, version: int) -> None:
    """Put a corrected register in force in the place of the version before."""
    changed = tx.run(
        "UPDATE meetings SET version = :version"
        " WHERE id = :id AND state = 'closed' AND version = :version - 1",
        id=meeting_id,
        version=version,
    )
    assert changed == 1, "the group was locked, and the version before stood"


def update_reminded(tx: Tx, left: LeftOpen, *, at: datetime) -> bool:
    """Store that its office-bearers were reminded; False if another process did it meanwhile."""
    changed = tx.run(
        "UPDATE meetings SET reminded_at = :at"
        " WHERE id = :id AND state = 'open' AND reminded_at = :before",
        id=left.id,
        at=micros(at),
        before=left.reminded_at,
    )
    return changed == 1


def _meeting(*row: Any) -> Meeting:
    meeting_id, group_id, iso_day, state, opened_by, held_by, version = row
    return Meeting(
        id=meeting_id,
        group_id=group_id,
        day=date.fromisoformat(iso_day),
        state=MeetingState(state),
        opened_by=opened_by,
        held_by=held_by,
        version=version,
    )


def _brief(*row: Any) -> MeetingBrief:
    meeting_id, iso_day, state, version, came, members, collected = row
    return MeetingBrief(
        id=meeting_id,
        day=date.fromisoformat(iso_day),
        state=MeetingState(state),
        version=version,
        came=came,
        members=members,
        collected=collected,
    )


def _left_open(
    meeting_id: str, group_id: str, zone: str, iso_day: str, reminded_at: int
) -> LeftOpen:
    return LeftOpen(meeting_id, group_id, zone, date.fromisoformat(iso_day), reminded_at)
