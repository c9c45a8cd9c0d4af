"""What a person's phone shows, as JSON for the page."""

from sandbox.people import chats_of, person_of
from sandbox.village import Village
from sandbox.wire import message_json
from sandbox.world import Chat, Json, Message


def phone(village: Village, person: int) -> Json:
    """The list of chats, with the newest message of each."""
    user = person_of(village, person)
    return {
        "person": person,
        "name": user.name,
        "chats": [_line(village, chat) for chat in chats_of(village, person)],
        "menu_button": village.profile.menu_button(person),
    }


def conversation(village: Village, person: int, chat: Chat) -> Json:
    """One chat, open."""
    user = person_of(village, person)
    pinned = chat.messages.get(chat.pinned[-1]) if chat.pinned else None
    return {
        **_line(village, chat),
        "messages": [_message(village, chat, it) for it in chat.messages.values()],
        "pinned": message_json(pinned, chat, village.world, deep=False) if pinned else None,
        "commands": village.profile.commands_for(person, chat, user.language),
        "menu_button": village.profile.menu_button(person) if chat.is_private else None,
        "description": _description(village, user.language),
        "members": sum(it.inside for it in chat.members.values()),
        "governs": chat.membership(person).governs,
    }


def people(village: Village) -> list[Json]:
    """All people of the village, those without a phone too."""
    return [
        {
            "id": person.telegram_id,
            "name": person.name,
            "language": person.language,
            "kind": person.kind,
            "phone": person.phone,
            "also_used_by": list(person.also_used_by),
        }
        for person in village.settings.people
    ]


def _line(village: Village, chat: Chat) -> Json:
    last = next(reversed(chat.messages.values()), None)
    return {
        "id": chat.id,
        "type": chat.type,
        "title": village.bot.name if chat.is_private else chat.title,
        "bot": chat.membership(village.bot.id).status,
        "last": _message(village, chat, last) if last else None,
    }


def _message(village: Village, chat: Chat, message: Message) -> Json:
    shown = message_json(message, chat, village.world)
    return shown | {
        "prompt": message.prompt,
        "reactions": {who: emojis for who, emojis in message.reactions.items() if emojis},
        "service": message.is_service,
    }


def _description(village: Village, language: str | None) -> str:
    texts = village.profile.texts
    return texts.get(f"description|{language}") or texts.get("description|", "")
