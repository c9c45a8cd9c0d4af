"""The SQL of the one pinned message of a group: when it is wanted, and what is shown."""

from datetime import datetime
from typing import Any

from groups.messages.model import WantedStatus
from storage.tx import Tx, micros


def upsert_wanted(tx: Tx, group_id: str, at: datetime) -> None:
    """Ask for a group's pinned message to be rendered again; a second call changes nothing."""
    tx.run(
        "INSERT INTO status_messages (group_id, is_pinned, shown, wanted_at)"
        " VALUES (:group_id, 0, '', :at)"
        " ON CONFLICT (group_id) DO UPDATE SET wanted_at ="
        " CASE WHEN status_messages.wanted_at < excluded.wanted_at THEN excluded.wanted_at"
        " ELSE status_messages.wanted_at + 1 END",
        group_id=group_id,
        at=micros(at),
    )


def select_wanted(tx: Tx, limit: int = 100) -> tuple[WantedStatus, ...]:
    """The pinned messages to render again, of groups whose chat has the bot, oldest first.

    A message in a chat that was moved since, or in another topic, counts as none.
    """
    return tuple(
        tx.all(
            _wanted,
            "SELECT s.group_id, c.chat_id, c.thread_id, c.can_pin, s.chat_id, s.thread_id,"
            " s.message_id, s.is_pinned, s.shown, s.wanted_at FROM status_messages s"
            " JOIN chats c ON c.group_id = s.group_id AND c.bot_is IN ('member', 'administrator')"
            " WHERE s.wanted_at > 0 ORDER BY s.wanted_at, s.group_id LIMIT :limit",
            limit=limit,
        )
    )


def _wanted(*row: Any) -> WantedStatus:
    group_id, chat_id, thread_id, can_pin, stands_in, in_topic, *message, wanted_at = row
    is_in_chat = stands_in == chat_id
    is_here = is_in_chat and in_topic == thread_id
    message_id, is_pinned, shown = message if is_here else (None, 0, "")
    return WantedStatus(
        group_id=group_id,
        chat_id=chat_id,
        thread_id=thread_id,
        can_pin=bool(can_pin),
        message_id=message_id,
        is_pinned=bool(is_pinned),
        shown=shown,
        wanted_at=wanted_at,
        left_behind=message[0] if is_in_chat and not is_here else None,
    )


def update_shown(
    tx: Tx,
    group_id: str,
    chat_id: int,
    message_id: int,
    digest: str,
    is_pinned: bool,  # noqa: FBT001 - its name says it at each call
    *,
    thread_id: int | None = None,
    wanted_at: int | None = None,
) -> None:
    """Store the message that the chat shows now, and its topic.

    `wanted_at` is that of the rendered message: a message wanted again since then stays wanted.
    """
    tx.run(
        "UPDATE status_messages SET chat_id = :chat_id, thread_id = :thread_id,"
        " message_id = :message_id, shown = :digest, is_pinned = :is_pinned,"
        " wanted_at = CASE WHEN wanted_at = COALESCE(CAST(:wanted_at AS BIGINT), wanted_at)"
        " THEN 0 ELSE wanted_at END"
        " WHERE group_id = :group_id",
        group_id=group_id,
        chat_id=chat_id,
        thread_id=thread_id,
        message_id=message_id,
        digest=digest,
        is_pinned=int(is_pinned),
        wanted_at=wanted_at,
    )
