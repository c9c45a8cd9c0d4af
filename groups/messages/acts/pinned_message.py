"""The one pinned message of each group: which must be rendered again, and what is shown now."""

from groups.messages.model import WantedStatus
from groups.messages.store import pinned_message
from storage.tx import Tx


def wanted(tx: Tx, limit: int = 100) -> tuple[WantedStatus, ...]:
    """The pinned messages to render again, of groups whose chat has the bot, oldest first.

    A message in a chat that was moved since, or in another topic, counts as none.
    """
    return pinned_message.select_wanted(tx, limit)


def shown(tx: Tx, wish: WantedStatus, message_id: int, digest: str, *, is_pinned: bool) -> None:
    """Store what the chat shows now; a pinned message that was wanted again stays wanted."""
    pinned_message.update_shown(
        tx,
        wish.group_id,
        wish.chat_id,
        message_id,
        digest,
        is_pinned,
        thread_id=wish.thread_id,
        wanted_at=wish.wanted_at,
    )
