"""The SQL of groups, their chats, and the persons seen in them."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from groups.people.model.group import Group, GroupState, SetUp
from storage.tx import Tx, micros, moment

ZONE: Final = "Asia/Kolkata"


@dataclass(frozen=True, slots=True)
class GroupChat:
    """A Telegram chat of a group, and the bot's rights in it."""

    chat_id: int
    group_id: str
    thread_id: int | None
    bot_is: str  # member, administrator, gone, moved
    can_pin: bool
    can_delete: bool


# --- groups -------------------------------------------------------------------------------------


def select_group(tx: Tx, group_id: str) -> Group | None:
    """A group by our own id."""
    return tx.one(
        _group,
        "SELECT id, state, name, village, language, zone, meeting_day, meeting_minute, saving,"
        " charter, start_token, set_up_by, facilitator_id, first_day FROM groups WHERE id = :id",
        id=group_id,
    )


def select_group_by_token(tx: Tx, token: str) -> Group | None:
    """A group by its unguessable token in links."""
    return tx.one(
        _group,
        "SELECT id, state, name, village, language, zone, meeting_day, meeting_minute, saving,"
        " charter, start_token, set_up_by, facilitator_id, first_day FROM groups"
        " WHERE start_token = :token",
        token=token,
    )


def select_group_in_chat(tx: Tx, chat_id: int) -> Group | None:
    """The group of a chat, also of a chat that was moved since."""
    return tx.one(
        _group,
        "SELECT g.id, g.state, g.name, g.village, g.language, g.zone, g.meeting_day,"
        " g.meeting_minute, g.saving, g.charter, g.start_token, g.set_up_by, g.facilitator_id,"
        " g.first_day FROM chats c JOIN groups g ON g.id = c.group_id WHERE c.chat_id = :chat_id",
        chat_id=chat_id,
    )


def select_group_of_person(tx: Tx, person_id: str) -> Group | None:
    """The one group in which a person is a member now, also waiting or frozen."""
    return tx.one(
        _group,
        "SELECT g.id, g.state, g.name, g.village, g.language, g.zone, g.meeting_day,"
        " g.meeting_minute, g.saving, g.charter, g.start_token, g.set_up_by, g.facilitator_id,"
        " g.first_day FROM members m JOIN groups g ON g.id = m.group_id"
        " WHERE m.person_id = :person_id AND m.state <> 'left'",
        person_id=person_id,
    )


def select_group_set_up_by(tx: Tx, person_id: str) -> Group | None:
    """The group that a person has set up; the newest, if there are several."""
    return tx.one(
        _group,
        "SELECT id, state, name, village, language, zone, meeting_day, meeting_minute, saving,"
        " charter, start_token, set_up_by, facilitator_id, first_day FROM groups"
        " WHERE set_up_by = :person_id ORDER BY created_at DESC, id LIMIT 1",
        person_id=person_id,
    )


def select_groups_of_facilitator(tx: Tx, person_id: str) -> tuple[Group, ...]:
    """The groups that a facilitator has admitted, by name."""
    return tuple(
        tx.all(
            _group,
            "SELECT id, state, name, village, language, zone, meeting_day, meeting_minute, saving,"
            " charter, start_token, set_up_by, facilitator_id, first_day FROM groups"
            " WHERE facilitator_id = :person_id ORDER BY name, id",
            person_id=person_id,
        )
    )


def select_groups_waiting(tx: Tx) -> tuple[Group, ...]:
    """The groups that are set up and wait for a facilitator, the oldest first."""
    return tuple(
        tx.all(
            _group,
            "SELECT id, state, name, village, language, zone, meeting_day, meeting_minute, saving,"
            " charter, start_token, set_up_by, facilitator_id, first_day FROM groups"
            " WHERE state = 'waiting' ORDER BY created_at, id",
        )
    )


def select_groups_without_facilitator(tx: Tx) -> tuple[Group, ...]:
    """The groups that have begun and that no present facilitator looks after, the oldest first."""
    return tuple(
        tx.all(
            _group,
            "SELECT g.id, g.state, g.name, g.village, g.language, g.zone, g.meeting_day,"
            " g.meeting_minute, g.saving, g.charter, g.start_token, g.set_up_by, g.facilitator_id,"
            " g.first_day FROM groups g WHERE g.state = 'active' AND NOT EXISTS"
            " (SELECT 1 FROM facilitators f WHERE f.person_id = g.facilitator_id"
            " AND f.act = 'named' AND NOT EXISTS (SELECT 1 FROM facilitators newer"
            " WHERE newer.person_id = f.person_id AND newer.recorded_at > f.recorded_at))"
            " ORDER BY g.created_at, g.id",
        )
    )


def select_begun_at(tx: Tx, group_id: str) -> datetime:
    """When the bot first came into the group's chat."""
    return moment(tx.value("SELECT created_at FROM groups WHERE id = :id", id=group_id))


def update_facilitator(tx: Tx, group_id: str, facilitator_id: str) -> None:
    """Set the facilitator of a group."""
    tx.run(
        "UPDATE groups SET facilitator_id = :facilitator_id WHERE id = :id",
        id=group_id,
        facilitator_id=facilitator_id,
    )


def _group(*row: Any) -> Group:
    id_, state, name, village, language, zone, meeting_day, meeting_minute, *rest = row
    saving, charter, start_token, set_up_by, facilitator_id, first_day = rest
    return Group(
        id=id_,
        state=GroupState(state),
        name=name,
        village=village,
        language=language,
        zone=zone,
        meeting_day=meeting_day,
        meeting_minute=meeting_minute,
        saving=saving,
        charter=charter,
        start_token=start_token,
        set_up_by=set_up_by,
        facilitator_id=facilitator_id,
        first_day=_day(first_day),
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def insert_group(
    tx: Tx, group_id: str, set_up: SetUp, *, charter: str, start_token: str, at: datetime
) -> None:
    """Insert a group that nobody has set up yet; `set_up` holds the proposed values."""
    tx.run(
        "INSERT INTO groups (id, state, name, village, language, zone, meeting_day,"
        " meeting_minute, saving, charter, start_token, created_at) VALUES (:id, 'new', :name,"
        " :village, :language, :zone, :meeting_day, :meeting_minute, :saving, :charter,"
        " :start_token, :at)",
        id=group_id,
        name=set_up.name,
        village=set_up.village,
        language=set_up.language,
        zone=ZONE,
        meeting_day=set_up.meeting_day,
        meeting_minute=set_up.meeting_minute,
        saving=set_up.saving,
        charter=charter,
        start_token=start_token,
        at=micros(at),
    )


def update_set_up(tx: Tx, group_id: str, set_up: SetUp) -> None:
    """Store the agreed settings, and look at its scoring again, as its day may have changed."""
    tx.run(
        "UPDATE groups SET name = :name, village = :village, language = :language,"
        " meeting_day = :meeting_day, meeting_minute = :meeting_minute, saving = :saving,"
        " score_due = 0 WHERE id = :id",
        id=group_id,
        name=set_up.name,
        village=set_up.village,
        language=set_up.language,
        meeting_day=set_up.meeting_day,
        meeting_minute=set_up.meeting_minute,
        saving=set_up.saving,
    )


def update_group_state(
    tx: Tx,
    group_id: str,
    state: GroupState,
    *,
    set_up_by: str | None,
    facilitator_id: str | None,
    first_day: date | None,
) -> None:
    """Store a group's state, and the persons who set it up and admitted it."""
    tx.run(
        "UPDATE groups SET state = :state, set_up_by = :set_up_by,"
        " facilitator_id = :facilitator_id, first_day = :first_day WHERE id = :id",
        id=group_id,
        state=state,
        set_up_by=set_up_by,
        facilitator_id=facilitator_id,
        first_day=first_day.isoformat() if first_day else None,
    )


# --- chats --------------------------------------------------------------------------------------


def select_chat(tx: Tx, chat_id: int) -> GroupChat | None:
    """A chat by Telegram's id, also one that is gone or moved."""
    return tx.one(
        _chat,
        "SELECT chat_id, group_id, thread_id, bot_is, can_pin, can_delete FROM chats"
        " WHERE chat_id = :chat_id",
        chat_id=chat_id,
    )


def select_chat_id_of_token(tx: Tx, token: str) -> int | None:
    """The chat in which the bot serves the group of a link now."""
    chat_id: int | None = tx.value(
        "SELECT c.chat_id FROM groups g JOIN chats c ON c.group_id = g.id"
        " WHERE g.start_token = :token AND c.bot_is IN ('member', 'administrator')",
        token=token,
    )
    return chat_id


def _chat(
    chat_id: int, group_id: str, thread_id: int | None, bot_is: str, can_pin: int, can_delete: int
) -> GroupChat:
    return GroupChat(chat_id, group_id, thread_id, bot_is, bool(can_pin), bool(can_delete))


def upsert_chat(tx: Tx, chat: GroupChat, *, at: datetime) -> None:
    """Store what is known of a chat."""
    tx.run(
        "INSERT INTO chats (chat_id, group_id, thread_id, bot_is, can_pin, can_delete, since)"
        " VALUES (:chat_id, :group_id, :thread_id, :bot_is, :can_pin, :can_delete, :at)"
        " ON CONFLICT (chat_id) DO UPDATE SET group_id = excluded.group_id,"
        " thread_id = excluded.thread_id, bot_is = excluded.bot_is, can_pin = excluded.can_pin,"
        " can_delete = excluded.can_delete, since = excluded.since",
        chat_id=chat.chat_id,
        group_id=chat.group_id,
        thread_id=chat.thread_id,
        bot_is=chat.bot_is,
        can_pin=int(chat.can_pin),
        can_delete=int(chat.can_delete),
        at=micros(at),
    )


# --- who was seen -------------------------------------------------------------------------------


def insert_seen(tx: Tx, group_id: str, person_id: str) -> bool:
    """Record that a person was seen in the group's chat; False if it was known."""
    return bool(
        tx.run(
            "INSERT INTO seen_in_chat (group_id, person_id) VALUES (:group_id, :person_id)"
            " ON CONFLICT (group_id, person_id) DO NOTHING",
            group_id=group_id,
            person_id=person_id,
        )
    )


def delete_seen(tx: Tx, group_id: str, person_id: str) -> None:
    """Delete that a person was seen in the group's chat, which she has left."""
    tx.run(
        "DELETE FROM seen_in_chat WHERE group_id = :group_id AND person_id = :person_id",
        group_id=group_id,
        person_id=person_id,
    )


def is_seen(tx: Tx, group_id: str, person_id: str) -> bool:
    """Whether a person was seen in the group's chat."""
    return bool(
        tx.value(
            "SELECT COUNT(*) FROM seen_in_chat"
            " WHERE group_id = :group_id AND person_id = :person_id",
            group_id=group_id,
            person_id=person_id,
        )
    )


def select_charters_lived_by(tx: Tx) -> list[str]:
    """Every charter version of the active groups."""
    return tx.all(
        str, "SELECT DISTINCT charter FROM groups WHERE state = 'active' ORDER BY charter"
    )
