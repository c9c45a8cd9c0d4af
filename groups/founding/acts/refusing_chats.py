"""A group's chat that does not take the bot's messages: its office-bearers are told in private."""

from datetime import datetime

from groups.founding.effects import tell_chat_refuses
from storage.tx import Tx


def chat_refuses(tx: Tx, group_id: str, *, at: datetime) -> None:
    """Tell the group's office-bearers, once a day, that its chat takes no messages."""
    tell_chat_refuses(tx, group_id, is_gone=False, at=at)
