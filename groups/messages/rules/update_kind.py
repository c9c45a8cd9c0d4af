"""What an update of Telegram is, told without anything that it says."""

import json
from typing import Final

KINDS: Final = (
    *("message", "edited_message", "channel_post", "edited_channel_post", "callback_query"),
    *("my_chat_member", "chat_member", "chat_join_request", "message_reaction", "poll_answer"),
)
OTHER: Final = "other"


def kind_of(body: str) -> str:
    """Return the kind of an update as Telegram names it; OTHER for all that the bot never asks."""
    try:
        update = json.loads(body)
    except ValueError:
        return OTHER
    found = [kind for kind in KINDS if isinstance(update, dict) and kind in update]
    return found[0] if found else OTHER
