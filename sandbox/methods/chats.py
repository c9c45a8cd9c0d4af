"""The Bot API's methods about chats and their members."""

import secrets

from sandbox.acts import change_member
from sandbox.errors import bad_request
from sandbox.params import Params
from sandbox.village import Village
from sandbox.wire import chat_json, member_json, message_json, user_json
from sandbox.world import Chat, ChatMembership, Json


def get_chat(village: Village, params: Params) -> Json:
    """Everything about a chat."""
    chat = village.find_chat(params.text("chat_id"))
    shown = chat_json(chat, village.world) | {
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(
            (
                "unlimited_gifts",
                "limited_gifts",
                "unique_gifts",
                "premium_subscription",
                "gifts_from_channels",
            ),
            False,
        ),
    }
    if chat.pinned:
        newest = chat.messages[chat.pinned[-1]]
        shown["pinned_message"] = message_json(newest, chat, village.world, deep=False)
    return shown


def get_chat_member(village: Village, params: Params) -> Json:
    """One member of a chat; `left` for somebody who never came."""
    chat = village.open_chat(params.text("chat_id"))
    user = village.world.users.get(params.whole("user_id"))
    if user is None:
        raise bad_request("user not found")
    return member_json(user, chat.membership(user.id))


def get_chat_administrators(village: Village, params: Params) -> list[Json]:
    """The administrators of a group, without other bots."""
    chat = village.open_chat(params.text("chat_id"))
    if chat.is_private:
        raise bad_request("there are no administrators in the private chat")
    return [
        member_json(village.world.users[who], it) for who, it in chat.members.items() if it.governs
    ]


def get_chat_member_count(village: Village, params: Params) -> int:
    """The number of members of a chat, with the bot."""
    chat = village.open_chat(params.text("chat_id"))
    return sum(it.inside for it in chat.members.values())


def leave_chat(village: Village, params: Params) -> bool:
    """Let the bot leave."""
    chat = _group(village, params)
    change_member(village, chat, village.bot.id, ChatMembership("left"), by=village.bot.id)
    return True


def create_chat_invite_link(village: Village, params: Params) -> Json:
    """A new invite link."""
    chat = _group(village, params)
    if not village.bot_membership(chat).may("can_invite_users"):
        raise bad_request("not enough rights to manage chat invite link")
    return {
        "invite_link": f"https://t.me/+{secrets.token_urlsafe(12)}",
        "creator": user_json(village.bot),
        "creates_join_request": params.flag("creates_join_request"),
        "is_primary": False,
        "is_revoked": False,
    }


def _group(village: Village, params: Params) -> Chat:
    chat = village.open_chat(params.text("chat_id"))
    if chat.is_private:
        raise bad_request("chat member status can't be changed in private chats")
    return chat
