"""The forum topic that gets a group's messages: the one in which its last meeting was opened."""

from dataclasses import replace
from datetime import datetime

from groups.messages.store import pinned_message as status
from groups.messages.store.outbox import update_group_not_held
from groups.people.store.groups import select_chat, upsert_chat
from storage.tx import Tx


def speak_in(tx: Tx, chat_id: int, thread_id: int | None, *, at: datetime) -> bool:
    """Send minutes and standing to this topic, None: to the whole chat; True if it is new."""
    tx.lock(f"chat:{chat_id}")
    chat = select_chat(tx, chat_id)
    if chat is None or chat.bot_is in {"gone", "moved"} or chat.thread_id == thread_id:
        return False
    upsert_chat(tx, replace(chat, thread_id=thread_id), at=at)
    update_group_not_held(tx, chat.group_id, at=at)
    status.upsert_wanted(tx, chat.group_id, at)
    return True


def closed(tx: Tx, chat_id: int, thread_id: int, *, at: datetime) -> bool:
    """Handle a closed topic: its messages go to the whole chat; True if it was the group's."""
    chat = select_chat(tx, chat_id)
    if chat is None or chat.thread_id != thread_id:
        return False
    return speak_in(tx, chat_id, None, at=at)
