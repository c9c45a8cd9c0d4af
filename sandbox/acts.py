"""Changes of a chat's members, reported to the bot as Telegram does."""

from sandbox.village import Village
from sandbox.wire import chat_json, member_json, user_json
from sandbox.world import Chat, ChatMembership, Json


def change_member(
    village: Village, chat: Chat, user_id: int, new: ChatMembership, *, by: int
) -> None:
    """Let a user join, leave or become administrator; show it in the chat and tell the bot."""
    old = chat.membership(user_id)
    if old == new:
        return
    body = _change(village, chat, user_id, old, new, by)
    is_bot = user_id == village.bot.id
    chat.members[user_id] = new
    _show(village, chat, user_id, old, new, by)
    if is_bot:
        village.tell("my_chat_member", body, key=f"my_member:{chat.id}")
    elif village.bot_membership(chat).governs:
        village.tell("chat_member", body, key=f"member:{user_id}")
    village.changed()


def _change(
    village: Village, chat: Chat, user_id: int, old: ChatMembership, new: ChatMembership, by: int
) -> Json:
    user = village.world.users[user_id]
    return {
        "chat": chat_json(chat, village.world),
        "from": user_json(village.world.users[by]),
        "date": village.now(),
        "old_chat_member": member_json(user, old),
        "new_chat_member": member_json(user, new),
    }


def _show(
    village: Village, chat: Chat, user_id: int, old: ChatMembership, new: ChatMembership, by: int
) -> None:
    """Post the line in the chat that says who joined or left."""
    if chat.is_private or old.inside == new.inside:
        return
    user = user_json(village.world.users[user_id])
    content: Json = {"new_chat_members": [user]} if new.inside else {"left_chat_member": user}
    message = village.post(chat, by, content)
    village.tell_of_message(message, chat)
