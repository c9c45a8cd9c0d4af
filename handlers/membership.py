"""Ask Telegram what a person is in a group's chat, before the act, never inside it."""

from collections.abc import Callable
from datetime import datetime
from typing import Final

from telegram import Bot, ChatMember, ChatMemberRestricted

from groups.founding.acts.proving import chat_being_set_up
from groups.founding.model import ChatRole, RoleInChat
from groups.joining.acts.joining_chats import chat_being_joined, chat_of_link
from handlers.wire import ODD_ANSWERS
from storage.database import Database

_SECONDS: Final = 5.0
_ROLES: Final = {
    ChatMember.OWNER: ChatRole.CREATOR,
    ChatMember.ADMINISTRATOR: ChatRole.ADMINISTRATOR,
    ChatMember.MEMBER: ChatRole.MEMBER,
}


class MembershipCheck:
    """Asks Telegram about one person in one group's chat; None: Telegram does not say."""

    def __init__(self, database: Database, bot: Bot, *, now: Callable[[], datetime]) -> None:
        self._database = database
        self._bot = bot
        self._now = now

    async def by_link(self, token: str, telegram_id: int) -> RoleInChat | None:
        """Her role in the chat of the link's group."""
        chat_id = await self._database.read(chat_of_link, token)
        return await self._ask(chat_id, telegram_id)

    async def in_set_up(self, telegram_id: int) -> RoleInChat | None:
        """Her role in the chat of the group that she is setting up."""
        chat_id = await self._database.read(chat_being_set_up, telegram_id)
        return await self._ask(chat_id, telegram_id)

    async def in_joining(self, telegram_id: int) -> RoleInChat | None:
        """Her role in the chat of the group that she is joining."""
        chat_id = await self._database.read(chat_being_joined, telegram_id)
        return await self._ask(chat_id, telegram_id)

    async def _ask(self, chat_id: int | None, telegram_id: int) -> RoleInChat | None:
        if chat_id is None:
            return None
        asked_at = self._now()  # before the answer, so that it never looks newer than it is
        try:
            chat_member = await self._bot.get_chat_member(
                chat_id, telegram_id, read_timeout=_SECONDS
            )
        except ODD_ANSWERS:
            return None
        return RoleInChat(chat_id, _role_of(chat_member), asked_at)


def _role_of(chat_member: ChatMember) -> ChatRole:
    if isinstance(chat_member, ChatMemberRestricted):
        return ChatRole.MEMBER if chat_member.is_member else ChatRole.OUTSIDE
    return _ROLES.get(chat_member.status, ChatRole.OUTSIDE)
