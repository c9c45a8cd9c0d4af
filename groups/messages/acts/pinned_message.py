"""The one pinned message of each group: which are to be shown anew, and what stands there."""

from groups.messages.model import WantedStatus
from groups.messages.store import pinned_message
from storage.tx import Tx


def wanted(tx: Tx, limit: int = 100) -> tuple[WantedStatus, ...]:
    """Every pinned message to be rendered again, of a group whose chat has the bot, oldest first.

    A message that stands in a chat which was moved since, or in another topic, counts as none.
    """
    return pinned_message.select_wanted(tx, limit)


def shown(tx: Tx, wish: WantedStatus, message_id: int, digest: str, *, is_pinned: bool) -> None:
    """Keep what stands in the chat now; what was wanted again meanwhile stays wanted."""
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
