"""What people do on their phones; the bot is told of each act as Telegram would tell it."""

import re
from dataclasses import dataclass

from sandbox.acts import change_member
from sandbox.entities import found_entities
from sandbox.founding import ANONYMOUS_ADMIN, chat_instance
from sandbox.links import BotLink, bot_link
from sandbox.methods.files import kept_content
from sandbox.params import Upload
from sandbox.village import Village
from sandbox.wire import chat_json, message_json, user_json
from sandbox.world import BOT_RIGHTS, Chat, ChatMembership, Json, Message, User


class Impossible(Exception):
    """A phone would not let a person do this; the code selects the page's words."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Sent:
    """A message that a person sent."""

    chat_id: int
    message_id: int


def say(
    village: Village,
    person: int,
    chat_id: int,
    text: str,
    *,
    reply_to: int | None = None,
    anonymous: bool = False,
) -> Sent:
    """Write a message; the first message in private starts the bot, or unblocks it."""
    chat = place_of(village, person, chat_id)
    if not text.strip():
        raise Impossible("empty")
    if anonymous and not chat.membership(person).governs:
        raise Impossible("not_an_administrator")
    if chat.is_private:
        _open_private(village, chat)
    content: Json = {"text": text.strip()}
    entities = found_entities(text.strip())
    if entities:
        content["entities"] = entities
    sender = ANONYMOUS_ADMIN if anonymous else person
    message = village.post(chat, sender, content, reply_to=reply_to, anonymous=anonymous)
    village.tell_of_message(message, chat)
    return Sent(chat.id, message.id)


def send_voice(village: Village, person: int, chat_id: int, upload: Upload, seconds: int) -> Sent:
    """Send a voice message."""
    chat = place_of(village, person, chat_id)
    if chat.is_private:
        _open_private(village, chat)
    content = kept_content(village, "voice", upload, seconds=seconds)
    message = village.post(chat, person, content)
    village.tell_of_message(message, chat)
    return Sent(chat.id, message.id)


def edit(village: Village, person: int, chat_id: int, message_id: int, text: str) -> None:
    """Edit a message of the person's own."""
    chat = place_of(village, person, chat_id)
    message = message_of(chat, message_id)
    if message.sender != person or "text" not in message.content:
        raise Impossible("not_yours")
    message.content = {"text": text}
    message.edit_date = village.now()
    village.changed()
    village.tell_of_message(message, chat, "edited_message")


def start_bot(village: Village, person: int, payload: str = "") -> Sent:
    """Press START in the private chat."""
    return say(village, person, person, f"/start {payload}")


def block(village: Village, person: int, *, blocked: bool) -> None:
    """Block the bot, or unblock it."""
    chat = place_of(village, person, person)
    status = "kicked" if blocked else "member"
    change_member(village, chat, village.bot.id, ChatMembership(status), by=person)


def add_bot(
    village: Village, person: int, chat_id: int, *, admin: bool = True, payload: str = ""
) -> None:
    """Add the bot to a group, as an administrator or a plain member."""
    chat = place_of(village, person, chat_id)
    if chat.is_private:
        raise Impossible("not_a_group")
    new = ChatMembership("administrator", list(BOT_RIGHTS)) if admin else ChatMembership("member")
    if admin and not chat.membership(person).governs:
        raise Impossible("not_an_administrator")
    change_member(village, chat, village.bot.id, new, by=person)
    if payload:
        say(village, person, chat_id, f"/start@{village.bot.username} {payload}")


def remove_bot(village: Village, person: int, chat_id: int) -> None:
    """Remove the bot from a group."""
    chat = place_of(village, person, chat_id)
    if chat.is_private or not chat.membership(person).governs:
        raise Impossible("not_an_administrator")
    change_member(village, chat, village.bot.id, ChatMembership("kicked"), by=person)


def change_person(
    village: Village, chat_id: int, who: int, membership: ChatMembership, by: int
) -> None:
    """Let a person join, leave or become administrator."""
    chat = village.world.chats.get(chat_id)
    if chat is None or chat.is_private or who not in village.world.users:
        raise Impossible("not_there")
    change_member(village, chat, who, membership, by=by)


def react(village: Village, person: int, chat_id: int, message_id: int, emojis: list[str]) -> None:
    """Put reactions on a message; tell a bot that is administrator and asked for them."""
    chat = place_of(village, person, chat_id)
    message = message_of(chat, message_id)
    before = message.reactions.get(str(person), [])
    message.reactions[str(person)] = emojis
    village.changed()
    if not (chat.is_private or village.bot_membership(chat).governs):
        return
    body: Json = {
        "chat": chat_json(chat, village.world),
        "message_id": message.id,
        "user": user_json(village.world.users[person]),
        "date": village.now(),
        "old_reaction": [{"type": "emoji", "emoji": it} for it in before],
        "new_reaction": [{"type": "emoji", "emoji": it} for it in emojis],
    }
    village.tell("message_reaction", body, key=f"reaction:{chat.id}")


def migrate(village: Village, chat_id: int) -> int:
    """Turn a group into a supergroup with a new id; return that id."""
    old = village.world.chats.get(chat_id)
    if old is None or old.type != "group" or old.migrated_to is not None:
        raise Impossible("not_a_group")
    new_id = int(f"-100{abs(chat_id) + 1_000_000_000}")
    new = Chat(new_id, "supergroup", old.title, chat_instance(new_id, village.settings.token))
    new.members = {
        who: ChatMembership(it.status, list(it.rights)) for who, it in old.members.items()
    }
    new.bot_spoke = old.bot_spoke
    village.world.chats[new_id] = new
    owner = next(who for who, it in old.members.items() if it.status == "creator")
    gone = village.post(old, owner, {"migrate_to_chat_id": new_id})
    village.tell_of_message(gone, old)
    old.migrated_to = new_id
    come = village.post(new, owner, {"migrate_from_chat_id": chat_id})
    village.tell_of_message(come, new)
    return new_id


def follow_to_bot(village: Village, person: int, link: BotLink, group_id: int | None) -> int:
    """Follow a `start` or `startgroup` link; return the chat that it leads to."""
    if link.kind == "start":
        start_bot(village, person, link.payload)
        return person
    groups = [chat.id for chat in chats_of(village, person) if not chat.is_private]
    chosen = group_id if group_id in groups else groups[0] if groups else None
    if chosen is None:
        raise Impossible("no_group")
    add_bot(village, person, chosen, admin=bool(link.rights), payload=link.payload)
    return chosen


def link_of(village: Village, url: str) -> BotLink | None:
    """The link to the bot in a URL; None for a link to elsewhere."""
    return bot_link(url, village.settings)


def chats_of(village: Village, person: int) -> list[Chat]:
    """The chats on a person's phone: the bot's first, without groups that became supergroups."""
    chats = [chat for chat in village.chats() if chat.membership(person).inside]
    return sorted((it for it in chats if it.migrated_to is None), key=lambda it: not it.is_private)


def person_of(village: Village, person: int) -> User:
    """A person's account; raises Impossible."""
    user = village.world.users.get(person)
    if user is None or user.is_bot:
        raise Impossible("nobody")
    return user


def place_of(village: Village, person: int, chat_id: int) -> Chat:
    """A chat that a person is in; raises Impossible."""
    person_of(village, person)
    chat = village.world.chats.get(chat_id)
    if chat is None or not chat.membership(person).inside or chat.migrated_to is not None:
        raise Impossible("not_there")
    return chat


def message_of(chat: Chat, message_id: int) -> Message:
    """A message that still exists; raises Impossible."""
    if message_id not in chat.messages:
        raise Impossible("message_gone")
    return chat.messages[message_id]


def callback_query(village: Village, person: int, chat: Chat, message: Message, data: str) -> Json:
    """The body of a tap's update, without its id."""
    return {
        "from": user_json(village.world.users[person]),
        "message": message_json(message, chat, village.world),
        "chat_instance": chat.instance,
        "data": data,
    }


def button_of(message: Message, wanted: str | list[int]) -> Json:
    """A button under a message: by its words, its callback data, or its row and column."""
    rows: list[list[Json]] = (message.markup or {}).get("inline_keyboard", [])
    if not isinstance(wanted, str):
        row, column = wanted
        if row < len(rows) and column < len(rows[row]):
            return rows[row][column]
        raise Impossible("no_such_button")
    buttons = [button for row in rows for button in row]
    for name in ("text", "callback_data"):
        for button in buttons:
            if button.get(name) == wanted:
                return button
    for button in buttons:
        if wanted and wanted in re.sub(r"\s+", " ", button["text"]):
            return button
    raise Impossible("no_such_button")


def _open_private(village: Village, chat: Chat) -> None:
    status = chat.membership(village.bot.id).status
    if status == "kicked":
        change_member(village, chat, village.bot.id, ChatMembership("member"), by=chat.id)
    elif status == "left":
        chat.members[village.bot.id] = ChatMembership("member")
