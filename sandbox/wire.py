"""Accounts, chats and messages as the Bot API sends them."""

from sandbox.world import GENERAL_RIGHTS, Chat, ChatMembership, Json, Message, User, World


def user_json(user: User) -> Json:
    """A `User`."""
    shown: Json = {"id": user.id, "is_bot": user.is_bot, "first_name": user.name}
    if user.username:
        shown["username"] = user.username
    if user.language:
        shown["language_code"] = user.language
    return shown


def chat_json(chat: Chat, world: World) -> Json:
    """A `Chat`."""
    if not chat.is_private:
        return {"id": chat.id, "type": chat.type, "title": chat.title}
    user = world.users[chat.id]
    shown: Json = {"id": chat.id, "type": "private", "first_name": user.name}
    if user.username:
        shown["username"] = user.username
    return shown


def message_json(message: Message, chat: Chat, world: World, *, deep: bool = True) -> Json:
    """A `Message`; the message that it answers or pins is inside, one level deep."""
    shown: Json = {
        "message_id": message.id,
        "from": user_json(world.users[message.sender]),
        "chat": chat_json(chat, world),
        "date": message.date,
    }
    if message.anonymous:
        shown["sender_chat"] = chat_json(chat, world)
    if message.edit_date:
        shown["edit_date"] = message.edit_date
    shown |= message.content
    pinned = chat.messages.get(shown.pop("pinned_message_id", 0))
    answered = chat.messages.get(message.reply_to or 0)
    if deep and pinned:
        shown["pinned_message"] = message_json(pinned, chat, world, deep=False)
    if deep and answered:
        shown["reply_to_message"] = message_json(answered, chat, world, deep=False)
    if message.markup:
        shown["reply_markup"] = message.markup
    return shown


def member_json(user: User, membership: ChatMembership) -> Json:
    """A `ChatMember` of the kind that its status needs."""
    shown: Json = {"user": user_json(user), "status": membership.status}
    if membership.status == "creator":
        shown["is_anonymous"] = False
    if membership.status == "administrator":
        shown |= {"can_be_edited": False, "is_anonymous": False}
        shown |= {right: right in membership.rights for right in GENERAL_RIGHTS}
    if membership.status == "kicked":
        shown["until_date"] = 0
    return shown
