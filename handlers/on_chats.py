"""Changes of chats: the bot is added or removed, a group moves, a person is seen."""

from typing import Final

from telegram import (
    Chat,
    ChatMember,
    ChatMemberAdministrator,
    ChatMemberRestricted,
    ChatMemberUpdated,
    Message,
)

from groups.founding.acts import founding
from groups.people.acts import persons as people
from groups.people.model.typed_text import typed
from handlers.turn import Act, ActContext, Answer, Chosen
from storage.tx import Tx

_INSIDE: Final = (ChatMember.MEMBER, ChatMember.ADMINISTRATOR, ChatMember.OWNER)
_GROUPS: Final = (Chat.GROUP, Chat.SUPERGROUP)


def rights_changed(change: ChatMemberUpdated, charter: str) -> Chosen | None:
    """The act for the bot added, removed, promoted, or blocked in private; none for channels."""
    is_in = _is_in(change.new_chat_member)
    if change.chat.type == Chat.PRIVATE:
        return Chosen(_reachable(is_reachable=is_in))
    if change.chat.type not in _GROUPS:
        return None
    if not is_in:
        return Chosen(_rights("gone", can_pin=False, can_delete=False), needs_person=False)
    can_pin, can_delete = _may(change.new_chat_member)
    if _is_in(change.old_chat_member):
        is_admin = change.new_chat_member.status == ChatMember.ADMINISTRATOR
        bot_is = "administrator" if is_admin else "member"
        return Chosen(_rights(bot_is, can_pin=can_pin, can_delete=can_delete), needs_person=False)
    return Chosen(
        bot_comes(typed(change.chat.title or ""), charter, can_pin=can_pin, can_delete=can_delete),
        needs_person=False,
    )


def bot_comes(title: str, charter: str, *, can_pin: bool, can_delete: bool) -> Act:
    """The bot was added to a chat, for the first time or again."""

    def act(tx: Tx, turn: ActContext) -> None:
        sender = turn.incoming.sender
        founding.bot_added(
            tx,
            turn.actor,
            chat_id=turn.incoming.chat_id,
            title=title,
            thread_id=turn.incoming.thread_id,
            can_pin=can_pin,
            can_delete=can_delete,
            language_code=sender.language_code if sender else "",
            new_id=turn.new_id,
            charter_version=charter,
            at=turn.at,
        )

    return act


def migrated(message: Message) -> Chosen | None:
    """A group became a supergroup; either chat's message is enough."""
    old, new = message.chat.id, message.migrate_to_chat_id
    if message.migrate_from_chat_id:
        old, new = message.migrate_from_chat_id, message.chat.id
    if not new:
        return None

    def act(tx: Tx, turn: ActContext) -> None:
        founding.chat_moved(tx, old, new, at=turn.at)

    return Chosen(act, needs_person=False)


def seen(chat_id: int) -> Act:
    """Record that a person wrote in a group's chat: she may join without an approval."""

    def act(tx: Tx, turn: ActContext) -> None:
        group = founding.group_in_chat(tx, chat_id)
        if group is not None:
            founding.seen(tx, group.id, turn.actor.person_id)

    return act


def gone(chat_id: int, telegram_id: int) -> Chosen:
    """A person has left a group's chat, or was removed: she is not taken for seen there."""

    def act(tx: Tx, _turn: ActContext) -> None:
        group, person = founding.group_in_chat(tx, chat_id), people.person_of(tx, telegram_id)
        if group is not None and person is not None:
            founding.gone(tx, group.id, person.person_id)

    return Chosen(act, needs_person=False)


def other_changed(change: ChatMemberUpdated) -> Chosen | None:
    """Record a person who came into a group's chat by herself, or who is in it no more."""
    other = change.new_chat_member
    if change.chat.type not in _GROUPS:
        return None
    if not _is_in(other):
        return gone(change.chat.id, other.user.id)
    is_herself = change.from_user.id == other.user.id
    return Chosen(seen(change.chat.id)) if is_herself else None


def ask_who(command: str) -> Act:
    """Ask an administrator who writes in the group's name to tap a button, which names her."""

    def act(tx: Tx, turn: ActContext) -> Answer | None:
        group = founding.group_in_chat(tx, turn.incoming.chat_id)
        if group is None:
            return None
        turn.say_in_group(tx, group.id, "who_are_you", command=command)
        return Answer(deletes=True)

    return act


def _reachable(*, is_reachable: bool) -> Act:
    def act(tx: Tx, turn: ActContext) -> None:
        people.reached(tx, turn.actor, is_reachable)

    return act


def _rights(bot_is: str, *, can_pin: bool, can_delete: bool) -> Act:
    def act(tx: Tx, turn: ActContext) -> None:
        chat_id = turn.incoming.chat_id
        founding.bot_rights(tx, chat_id, bot_is, can_pin, can_delete, at=turn.at)

    return act


def _is_in(who: ChatMember) -> bool:
    """Whether a person or the bot is in the chat, also with restricted rights."""
    return who.status in _INSIDE or (isinstance(who, ChatMemberRestricted) and who.is_member)


def _may(bot: ChatMember) -> tuple[bool, bool]:
    if not isinstance(bot, ChatMemberAdministrator):
        return False, False
    return bool(bot.can_pin_messages), bool(bot.can_delete_messages)
