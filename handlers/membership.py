"""Ask Telegram whether a person is in a group's chat, before the act, never inside it."""

from typing import Final

from telegram import Bot, ChatMember, ChatMemberRestricted
from telegram.error import TelegramError

from groups.joining.acts.joining import chat_of_link
from storage.database import Database

_SECONDS: Final = 5.0
_INSIDE: Final = (ChatMember.MEMBER, ChatMember.ADMINISTRATOR, ChatMember.OWNER)


class MembershipCheck:
    """Asks Telegram about one person in one group's chat."""

    def __init__(self, database: Database, bot: Bot) -> None:
        self._database = database
        self._bot = bot

    async def is_in_chat(self, token: str, telegram_id: int) -> bool | None:
        """Whether she is in the chat of the link's group; None if Telegram does not say."""
        chat_id = await self._database.read(chat_of_link, token)
        if chat_id is None:
            return None
        try:
            chat_member = await self._bot.get_chat_member(
                chat_id, telegram_id, read_timeout=_SECONDS
            )
        except TelegramError:
            return None
        if isinstance(chat_member, ChatMemberRestricted):
            return chat_member.is_member
        return chat_member.status in _INSIDE
