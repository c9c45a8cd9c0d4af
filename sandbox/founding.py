"""The village on its first day: its people, and its groups with or without the bot."""

import hashlib

from sandbox.settings import PracticeChat, VillageSettings
from sandbox.world import BOT_RIGHTS, GENERAL_RIGHTS, Chat, ChatMembership, User, World

ANONYMOUS_ADMIN = 1087968824


def found_world(settings: VillageSettings, *, empty: bool) -> World:
    """Make a new world; `empty`: nobody has started the bot, and it is in no group."""
    world = World(bot_id=settings.bot_id, began_empty=empty, language=settings.language)
    world.users[settings.bot_id] = User(
        settings.bot_id, settings.bot_name, username=settings.bot_username, is_bot=True
    )
    world.users[ANONYMOUS_ADMIN] = User(
        ANONYMOUS_ADMIN, "Group", username="GroupAnonymousBot", is_bot=True
    )
    for person in settings.people:
        if person.phone:
            user = User(person.telegram_id, person.name, person.language, person.username)
            world.users[user.id] = user
            world.chats[user.id] = _private_chat(user, settings, empty=empty)
    for group in settings.groups:
        world.chats[group.chat_id] = _group_chat(group, settings, world, empty=empty)
    return world


def chat_instance(chat_id: int, token: str) -> str:
    """The number that marks a chat in launch data without naming it."""
    digest = hashlib.sha256(f"{token}/{chat_id}".encode()).digest()
    return str(int.from_bytes(digest[:8], "big", signed=True))


def _private_chat(user: User, settings: VillageSettings, *, empty: bool) -> Chat:
    chat = Chat(user.id, "private", user.name, chat_instance(user.id, settings.token))
    chat.members[user.id] = ChatMembership("member")
    if not empty:
        chat.members[settings.bot_id] = ChatMembership("member")
    return chat


def _group_chat(
    group: PracticeChat, settings: VillageSettings, world: World, *, empty: bool
) -> Chat:
    kind = "supergroup" if str(group.chat_id).startswith("-100") else "group"
    chat = Chat(group.chat_id, kind, group.title, chat_instance(group.chat_id, settings.token))
    leaders = {person.telegram_id for person in settings.people if person.kind == "leader"}
    for place, member in enumerate(who for who in group.members if who in world.users):
        if place == 0:
            chat.members[member] = ChatMembership("creator")
        elif member in leaders:
            chat.members[member] = ChatMembership("administrator", list(GENERAL_RIGHTS))
        else:
            chat.members[member] = ChatMembership("member")
    if not empty:
        chat.members[settings.bot_id] = ChatMembership("administrator", list(BOT_RIGHTS))
    return chat
