"""Choose the act of an update; the library parses and routes, the desk carries it out later."""

import logging
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final, Protocol

from telegram import Document, Message, Update, User
from telegram.ext import (
    CallbackContext,
    CallbackQueryHandler,
    ChatMemberHandler,
    CommandHandler,
    MessageHandler,
    filters,
)

from groups.founding.model import ChatRole, RoleInChat
from groups.oldbooks.model import Sheet
from groups.people.model.refusals import Refusal
from groups.people.model.typed_text import typed
from handlers import on_chats, on_texts
from handlers.acts import founding, herself, joining, lending_form, menu, oldbooks, vouches
from handlers.application import type_of_application
from handlers.callback_data import Tap, unpack
from handlers.lanes import ALLOWED_UPDATES
from handlers.logs import troubled
from handlers.raw_incoming import NOBODY
from handlers.shapes import in_shape
from handlers.turn import Act, Chosen, Incoming, TelegramUser
from handlers.wire import ODD_ANSWERS

_REASON_MAX: Final = 400
_NAME_MAX: Final = 1024  # letters that are read; the stored name is far shorter
_OF_A_CARD: Final = ("message_id", "date", "chat", "message_thread_id", "is_topic_message")
JOIN: Final = "join_"
SET_UP: Final = "set_"
PROOF: Final = "setup"  # the command by which a hidden administrator proves that she is one
_AFTER_A_COMMAND: Final = " .,:;!?\u0964\u2026"  # "/loan." is /loan

# What the library raises of an update that lacks something, or holds something else.
UNREADABLE: Final = (*ODD_ANSWERS, ArithmeticError, OSError)

log = logging.getLogger(__name__)

type_of_context = CallbackContext[Any, Any, Any, Any]
CommandActs = Mapping[str, Callable[[str], Act]]
ReadSheet = Callable[[Document], Awaitable[Sheet | Refusal]]
TapActs = Mapping[str, Callable[[Tap], Act]]


class AsksTelegram(Protocol):
    """What is asked of Telegram before an act, as no act may wait for the network."""

    async def by_link(self, token: str, telegram_id: int, /) -> RoleInChat | None:
        """Return her role in the chat of the link's group."""
        ...

    async def in_set_up(self, telegram_id: int, /) -> RoleInChat | None:
        """Return her role in the chat of the group that she is setting up."""
        ...

    async def in_joining(self, telegram_id: int, /) -> RoleInChat | None:
        """Return her role in the chat of the group that she is joining."""
        ...


# Messages a person has just written herself: not edited, not forwarded, not through another bot.
_OWN: Final = (
    filters.UpdateType.MESSAGE
    & ~filters.FORWARDED
    & ~filters.IS_AUTOMATIC_FORWARD
    & ~filters.VIA_BOT
)
_SENT: Final = filters.UpdateType.MESSAGE  # a sheet may be filled in by another and forwarded
_PRIVATE: Final = filters.ChatType.PRIVATE
_IN_GROUP: Final = filters.ChatType.GROUPS


class Routes:
    """The library's handlers in their order; each only returns the act that is asked for."""

    def __init__(
        self,
        application: type_of_application,
        *,
        commands: CommandActs,
        taps: TapActs,
        charter: str,
        membership: AsksTelegram,
        read_sheet: ReadSheet,
    ) -> None:
        self._application = application
        self._commands = commands
        self._taps = taps
        self._charter = charter
        self._membership = membership
        self._read_sheet = read_sheet
        for handler in (
            CallbackQueryHandler(self._on_tap),
            CommandHandler([*commands, PROOF], self._on_command, filters=_OWN),
            ChatMemberHandler(self._on_my_rights, ChatMemberHandler.MY_CHAT_MEMBER),
            ChatMemberHandler(self._on_others, ChatMemberHandler.CHAT_MEMBER),
            MessageHandler(filters.StatusUpdate.MIGRATE, self._on_migration),
            MessageHandler(_OWN & _PRIVATE & filters.TEXT, self._on_text),
            MessageHandler(_OWN & _PRIVATE & filters.VOICE, self._on_voice),
            MessageHandler(_SENT & _PRIVATE & filters.Document.ALL, self._on_document),
            MessageHandler(_OWN & _IN_GROUP, self._on_presence),
        ):
            application.add_handler(handler)

    async def choose(self, raw: Mapping[str, Any]) -> tuple[Incoming, Chosen | None]:
        """Parse a raw update and return who came in where, and what is asked for, if anything.

        What cannot be parsed comes from nobody and asks for nothing: a second try would not help.
        """
        application = self._application
        try:
            update = Update.de_json(in_shape(_slim(raw)), application.bot)
        except UNREADABLE as error:
            troubled(log, "an update cannot be read: %s", type(error).__name__)
            return Incoming(update_id=raw["update_id"]), None
        for handler in application.handlers[0]:
            check = handler.check_update(update)
            if check is None or check is False:
                continue
            context = application.context_types.context.from_update(update, application)
            chosen = await handler.handle_update(update, application, check, context)
            return incoming_of(update), chosen
        return incoming_of(update), None

    async def _on_tap(self, update: Update, _: type_of_context) -> Chosen | None:
        query = update.callback_query
        tap = unpack(query.data) if query else None
        if query and tap and founding.saves(tap):
            seen = await self._membership.in_set_up(query.from_user.id)
            return Chosen(founding.tapped(tap, seen=seen))
        if query and tap and joining.saves(tap):
            is_in_chat = _is_in_chat(await self._membership.in_joining(query.from_user.id))
            return Chosen(joining.confirm_age(tap, is_adult=True, is_in_chat=is_in_chat))
        make = self._taps.get(tap.verb) if tap else None
        return Chosen(make(tap)) if make and tap else Chosen(on_texts.stale_button)

    async def _on_command(self, update: Update, _: type_of_context) -> Chosen | None:
        message = update.effective_message
        if message is None or message.text is None:
            return None
        end = message.entities[0].length  # Telegram marks what is a command, and the library saw it
        name = typed(message.text[1:end]).partition("@")[0].lower()
        rest = typed(message.text[end:]).lstrip(_AFTER_A_COMMAND)
        if _is_hidden(message):
            return _by_the_group(message, name, rest)
        if name == PROOF:
            return Chosen(menu.private_or_pointer(herself.home))
        if name == "start" and rest.startswith(SET_UP):
            return await self._set_up(message, rest.removeprefix(SET_UP))
        if name == "start" and rest.startswith(JOIN):
            return await self._join(message, rest.removeprefix(JOIN))
        wrote = _who_wrote(message.reply_to_message) if name == "vouch" else None
        if wrote and message.chat.type != message.chat.PRIVATE:
            return Chosen(vouches.as_reply(wrote))
        return Chosen(self._commands[name](rest))

    async def _join(self, message: Message, token: str) -> Chosen:
        is_in_chat = _is_in_chat(await self._role_by_link(message, token))
        return Chosen(menu.by_link(joining.begin(token, is_in_chat=is_in_chat)))

    async def _set_up(self, message: Message, token: str) -> Chosen:
        seen = await self._role_by_link(message, token)
        return Chosen(menu.by_link(founding.begin(token, seen=seen)))

    async def _role_by_link(self, message: Message, token: str) -> RoleInChat | None:
        """What Telegram says now of who followed a group's link."""
        user = message.from_user
        is_hers = user is not None and message.chat.type == message.chat.PRIVATE
        return await self._membership.by_link(token, user.id) if user and is_hers else None

    async def _on_my_rights(self, update: Update, _: type_of_context) -> Chosen | None:
        change = update.my_chat_member
        return on_chats.rights_changed(change, self._charter) if change else None

    async def _on_others(self, update: Update, _: type_of_context) -> Chosen | None:
        change = update.chat_member
        return on_chats.other_changed(change) if change else None

    async def _on_migration(self, update: Update, _: type_of_context) -> Chosen | None:
        message = update.effective_message
        return on_chats.migrated(message) if message else None

    async def _on_text(self, update: Update, _: type_of_context) -> Chosen | None:
        message = update.effective_message
        return Chosen(on_texts.written(typed(message.text or ""))) if message else None

    async def _on_voice(self, update: Update, _: type_of_context) -> Chosen | None:
        message = update.effective_message
        voice = message.voice if message else None
        return Chosen(lending_form.spoken(voice.file_id)) if voice else None

    async def _on_document(self, update: Update, _: type_of_context) -> Chosen | None:
        message = update.effective_message
        if message is None or message.document is None:
            return None
        sheet = await self._read_sheet(message.document)
        return Chosen(oldbooks.handed_in(sheet, typed(message.caption or "")[:_REASON_MAX]))

    async def _on_presence(self, update: Update, _: type_of_context) -> Chosen | None:
        message, chat = update.effective_message, update.effective_chat
        left = message.left_chat_member if message else None
        if chat and left:
            return on_chats.gone(chat.id, left.id)
        return Chosen(on_chats.seen(chat.id)) if chat else None


def incoming_of(update: Update) -> Incoming:
    """The sender and the chat; `sender` is None for bots and for persons whom Telegram hides."""
    query, chat, user = update.callback_query, update.effective_chat, update.effective_user
    message = query.message if query else update.effective_message
    whole = message if isinstance(message, Message) else None
    is_hidden = query is None and whole is not None and _is_hidden(whole)
    return Incoming(
        update_id=update.update_id,
        sender=_sender(user) if user and not is_hidden else None,
        chat_id=chat.id if chat else 0,
        is_private=chat is not None and chat.type == chat.PRIVATE,
        thread_id=whole.message_thread_id if whole and whole.is_topic_message else None,
        message_id=(message.message_id or None) if message else None,
        query_id=query.id if query else None,
    )


def _sender(user: User) -> TelegramUser | None:
    if user.is_bot or user.id in NOBODY:
        return None
    name = typed(f"{user.first_name} {user.last_name or ''}")  # of a deleted account there is none
    return TelegramUser(user.id, name[:_NAME_MAX], user.language_code or "")


def _is_in_chat(seen: RoleInChat | None) -> bool | None:
    return seen.role is not ChatRole.OUTSIDE if seen else None


def _is_hidden(message: Message) -> bool:
    """Whether the message was written in the name of a chat: the group itself, or a channel."""
    return message.sender_chat is not None


def _who_wrote(answered: Message | None) -> vouches.WhoWrote | None:
    """Who wrote the message that she replied to; None if it only opened the topic."""
    if answered is None or answered.forum_topic_created is not None:
        return None
    user = answered.from_user
    if _is_hidden(answered) or user is None or user.id in NOBODY:
        return "hidden"
    return "bot" if user.is_bot else user.id


def _by_the_group(message: Message, command: str, rest: str) -> Chosen | None:
    """Ask who wrote in the group's name: one of its administrators. None for a channel.

    With her code she proves that she is one, and needs no other name.
    """
    is_of_the_group = message.sender_chat is not None and message.sender_chat.id == message.chat.id
    if not is_of_the_group or command == "start":  # with /start she has only added the bot
        return None
    act = founding.prove(rest) if command == PROOF else on_chats.ask_who(command)
    return Chosen(act, needs_person=False)


def _slim(raw: Mapping[str, Any]) -> dict[str, Any]:
    """The update without the kinds that we do not ask for.

    A tapped card loses its text and buttons, which cost the most to parse.
    """
    update = {name: raw[name] for name in ("update_id", *ALLOWED_UPDATES) if name in raw}
    query: Any = update.get("callback_query")
    card: Any = query.get("message") if isinstance(query, dict) else None
    if isinstance(card, dict):
        # The library requires `chat_instance`, and not every server sends it with a tap.
        update["callback_query"] = {"chat_instance": "", **query, "message": _slim_card(card)}
    return update


def _slim_card(card: Mapping[str, Any]) -> dict[str, Any]:
    """A card's place, in the form of an inaccessible message, which is the least to parse.

    A card that is really inaccessible (its date is 0) loses its id too: nobody can edit it.
    """
    slim = {name: card[name] for name in _OF_A_CARD if name in card}
    if card.get("is_topic_message"):
        return slim
    return slim | {"date": 0} | ({} if card.get("date") else {"message_id": 0})
