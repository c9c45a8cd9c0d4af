"""The bot's profile: names, command menus, the menu button."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field

from sandbox.world import Chat, Json


@dataclass(slots=True)
class BotProfile:
    """Names and texts by language, commands by scope and language, menu buttons by chat."""

    texts: dict[str, str] = field(default_factory=dict)
    commands: dict[str, list[Json]] = field(default_factory=dict)
    menu_buttons: dict[str, Json] = field(default_factory=dict)

    def kept(self) -> Json:
        """The profile as JSON."""
        return asdict(self)

    def restore(self, state: Json) -> None:
        """Set the profile from its JSON."""
        self.texts = state["texts"]
        self.commands = state["commands"]
        self.menu_buttons = state["menu_buttons"]

    def menu_button(self, chat_id: int) -> Json:
        """The menu button of a private chat."""
        own = self.menu_buttons.get(str(chat_id))
        if own is None or own["type"] == "default":
            return self.menu_buttons.get("0", {"type": "commands"})
        return own

    def commands_for(self, person: int, chat: Chat, language: str | None) -> list[Json]:
        """The commands that a person sees in a chat: narrowest scope first, then her language."""
        for scope in _scopes(person, chat):
            for spoken in (language or "", ""):
                listed = self.commands.get(f"{scope}|{spoken}")
                if listed:
                    return listed
        return []


def scope_key(scope: Json, language: str) -> str:
    """The key under which commands of a scope and language are stored."""
    parts = [str(scope.get("type", "default"))]
    parts += [str(scope[name]) for name in ("chat_id", "user_id") if name in scope]
    return f"{'/'.join(parts)}|{language}"


def _scopes(person: int, chat: Chat) -> Iterator[str]:
    if chat.is_private:
        yield from (f"chat/{chat.id}", "all_private_chats", "default")
        return
    governs = chat.membership(person).governs
    yield f"chat_member/{chat.id}/{person}"
    if governs:
        yield f"chat_administrators/{chat.id}"
    yield f"chat/{chat.id}"
    if governs:
        yield "all_chat_administrators"
    yield "all_group_chats"
    yield "default"
