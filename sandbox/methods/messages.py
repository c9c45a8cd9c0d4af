"""The Bot API's methods that send, edit, delete, pin and react."""

from sandbox.entities import parse_html, trimmed, utf16_length, with_found
from sandbox.errors import NOT_MODIFIED, bad_request
from sandbox.keyboards import checked_keyboard
from sandbox.params import Params
from sandbox.village import Village
from sandbox.wire import message_json
from sandbox.world import Chat, Json, Message

TEXT_UNITS_MAX = 4096
CAPTION_UNITS_MAX = 1024
DELETE_SECONDS_MAX = 48 * 3600
REACTIONS = frozenset(
    "👍👎❤🔥🥰👏😁🤔🤯😱🤬😢🎉🤩🤮💩🙏👌🕊🤡🥱🥴😍🐳🌚🌭💯🤣🏆💔🤨😐"
    "🍓🍾💋🖕😈😴😭🤓👻👀🎃🙈😇😨🤝✍🤗🫡🎅🎄☃💅🤪🗿🆒💘🙉🦄😘💊🙊😎👾🤷😡"
)


def send_message(village: Village, params: Params) -> Json:
    """Send a text."""
    chat = village.open_chat(params.text("chat_id"))
    text, entities = formatted(village, params, "text", "entities")
    check_text(text)
    return send(village, params, chat, {"text": text, "entities": entities})


def send(village: Village, params: Params, chat: Chat, content: Json) -> Json:
    """Post any content as the bot, with keyboard and reply; it counts towards the group's limit."""
    if params.has("message_thread_id"):
        raise bad_request("message thread not found")
    markup = params.record("reply_markup")
    keyboard = checked_keyboard(markup, chat, village.settings)
    reply_to = _answered(params, chat)
    if not chat.is_private:
        village.limits.spend("message", chat.id)
    message = village.post(
        chat,
        village.bot.id,
        {name: value for name, value in content.items() if value},
        markup=keyboard,
        prompt=None if "inline_keyboard" in markup else markup or None,
        reply_to=reply_to,
    )
    chat.bot_spoke = True
    return message_json(message, chat, village.world)


def edit_message_text(village: Village, params: Params) -> Json:
    """Replace the text of one of the bot's messages, without a time limit."""
    chat, message = _editable(village, params)
    if "text" not in message.content:
        raise bad_request("there is no text in the message to edit")
    text, entities = formatted(village, params, "text", "entities")
    check_text(text)
    content = {"text": text} | ({"entities": entities} if entities else {})
    return _edit(village, params, chat, message, content)


def edit_message_caption(village: Village, params: Params) -> Json:
    """Replace the caption of one of the bot's files."""
    chat, message = _editable(village, params)
    rest = {key: it for key, it in message.content.items() if not key.startswith("caption")}
    return _edit(village, params, chat, message, rest | captioned(village, params))


def edit_message_reply_markup(village: Village, params: Params) -> Json:
    """Replace the keyboard under one of the bot's messages."""
    chat, message = _editable(village, params)
    return _edit(village, params, chat, message, message.content)


def delete_message(village: Village, params: Params) -> bool:
    """Delete one message."""
    chat = village.open_chat(params.text("chat_id"))
    message = chat.messages.get(params.whole("message_id"))
    if message is None:
        raise bad_request("message to delete not found")
    if not _may_delete(village, chat, message):
        raise bad_request("message can't be deleted")
    chat.forget(message.id)
    village.changed()
    return True


def delete_messages(village: Village, params: Params) -> bool:
    """Delete those of the messages that exist and may be deleted."""
    chat = village.open_chat(params.text("chat_id"))
    for number in params.entries("message_ids"):
        message = chat.messages.get(int(number))
        if message is not None and _may_delete(village, chat, message):
            chat.forget(message.id)
    village.changed()
    return True


def pin_chat_message(village: Village, params: Params) -> bool:
    """Pin a message; in a group only with the right to pin."""
    chat = _pinning_chat(village, params)
    message = chat.messages.get(params.whole("message_id"))
    if message is None:
        raise bad_request("message to pin not found")
    if message.id in chat.pinned:
        return True
    chat.pinned.append(message.id)
    village.post(chat, village.bot.id, {"pinned_message_id": message.id})
    return True


def unpin_chat_message(village: Village, params: Params) -> bool:
    """Unpin a message, or the newest pinned one."""
    chat = _pinning_chat(village, params)
    number = params.whole("message_id") or (chat.pinned[-1] if chat.pinned else 0)
    if number not in chat.pinned:
        raise bad_request("message to unpin not found")
    chat.pinned.remove(number)
    village.changed()
    return True


def unpin_all_chat_messages(village: Village, params: Params) -> bool:
    """Unpin all messages."""
    _pinning_chat(village, params).pinned.clear()
    village.changed()
    return True


def set_message_reaction(village: Village, params: Params) -> bool:
    """Put the bot's reaction on a message, or remove it."""
    chat = village.open_chat(params.text("chat_id"))
    message = chat.messages.get(params.whole("message_id"))
    if message is None:
        raise bad_request("message to react not found")
    emojis = [str(it.get("emoji", "")) for it in params.entries("reaction")]
    if len(emojis) > 1:
        raise bad_request("REACTIONS_TOO_MANY")
    if not all(emoji.rstrip("\ufe0f") in REACTIONS for emoji in emojis):
        raise bad_request("REACTION_INVALID")
    message.reactions[str(village.bot.id)] = emojis
    village.changed()
    return True


def send_chat_action(village: Village, params: Params) -> bool:
    """Accept the sign that the bot is busy."""
    village.open_chat(params.text("chat_id"))
    if not params.text("action"):
        raise bad_request("wrong parameter action in request")
    return True


def formatted(
    village: Village, params: Params, text_name: str, list_name: str
) -> tuple[str, list[Json]]:
    """A text with its entities, given as HTML or as a list; other parse modes are refused."""
    mode = params.text("parse_mode").lower()
    text, entities = params.text(text_name), [dict(it) for it in params.entries(list_name)]
    if mode == "html":
        text, entities = parse_html(text)
    elif mode:
        raise bad_request("unsupported parse_mode")
    text, entities = trimmed(text, entities)
    return text, with_found(text, _with_users(village, entities))


def captioned(village: Village, params: Params) -> Json:
    """The caption fields of a file; ApiError when the caption is too long."""
    caption, entities = formatted(village, params, "caption", "caption_entities")
    if utf16_length(caption) > CAPTION_UNITS_MAX:
        raise bad_request("message caption is too long")
    fields: Json = {"caption": caption, "caption_entities": entities}
    return {name: value for name, value in fields.items() if value}


def check_text(text: str) -> None:
    """Refuse an empty or a too long text; raises ApiError."""
    if not text:
        raise bad_request("message text is empty")
    if utf16_length(text) > TEXT_UNITS_MAX:
        raise bad_request("message is too long")


def _with_users(village: Village, entities: list[Json]) -> list[Json]:
    """Put accounts into mentions; drop a mention of an unknown account."""
    known: list[Json] = []
    for entity in entities:
        user = village.world.users.get(entity.pop("user_id", 0))
        if entity["type"] != "text_mention":
            known.append(entity)
        elif user is not None or "user" in entity:
            named = entity.get("user") or {
                "id": user.id if user else 0,
                "is_bot": False,
                "first_name": user.name if user else "",
            }
            known.append({**entity, "user": named})
    return known


def _answered(params: Params, chat: Chat) -> int | None:
    reply = params.record("reply_parameters")
    number = int(reply.get("message_id", 0)) or params.whole("reply_to_message_id")
    if not number or number in chat.messages:
        return number or None
    lenient = reply.get("allow_sending_without_reply") or params.flag("allow_sending_without_reply")
    if lenient:
        return None
    raise bad_request("message to be replied not found")


def _editable(village: Village, params: Params) -> tuple[Chat, Message]:
    chat = village.open_chat(params.text("chat_id"))
    if params.has("inline_message_id"):
        raise bad_request("MESSAGE_ID_INVALID")
    message = chat.messages.get(params.whole("message_id"))
    if message is None:
        raise bad_request("message to edit not found")
    if message.sender != village.bot.id or message.is_service:
        raise bad_request("message can't be edited")
    return chat, message


def _edit(village: Village, params: Params, chat: Chat, message: Message, content: Json) -> Json:
    keyboard = checked_keyboard(params.record("reply_markup"), chat, village.settings)
    if content == message.content and keyboard == message.markup:
        raise bad_request(NOT_MODIFIED)
    if not chat.is_private:
        village.limits.spend("edit", chat.id)
    message.content = content
    message.markup = keyboard
    message.edit_date = village.now()
    village.changed()
    return message_json(message, chat, village.world)


def _may_delete(village: Village, chat: Chat, message: Message) -> bool:
    if village.now() - message.date > DELETE_SECONDS_MAX:
        return False
    if chat.is_private or message.sender == village.bot.id:
        return True
    return village.bot_membership(chat).may("can_delete_messages")


def _pinning_chat(village: Village, params: Params) -> Chat:
    chat = village.open_chat(params.text("chat_id"))
    if not chat.is_private and not village.bot_membership(chat).may("can_pin_messages"):
        raise bad_request("not enough rights to manage pinned messages in the chat")
    return chat
