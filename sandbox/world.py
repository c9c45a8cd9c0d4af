"""The village's people, chats and messages; knows nothing of HTTP."""

from dataclasses import asdict, dataclass, field
from typing import Any, Self

Json = dict[str, Any]

KEPT_MESSAGES = 200
GENERAL_RIGHTS = (
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
    "can_pin_messages",
)
BOT_RIGHTS = ("can_manage_chat", "can_delete_messages", "can_pin_messages", "can_invite_users")


@dataclass(slots=True)
class User:
    """A Telegram account."""

    id: int
    name: str
    language: str | None = None
    username: str | None = None
    is_bot: bool = False
    deactivated: bool = False


@dataclass(slots=True)
class ChatMembership:
    """A user's status in a chat: creator, administrator, member, left or kicked."""

    status: str
    rights: list[str] = field(default_factory=list)

    @property
    def inside(self) -> bool:
        """Whether the user is in the chat now."""
        return self.status in {"creator", "administrator", "member"}

    @property
    def governs(self) -> bool:
        """Whether the user is an administrator of the chat."""
        return self.status in {"creator", "administrator"}

    def may(self, right: str) -> bool:
        """Whether the user has an administrator's right."""
        return self.status == "creator" or (self.governs and right in self.rights)


@dataclass(slots=True)
class Message:
    """One message; `content` holds the Bot API's own fields, `prompt` a non-inline keyboard."""

    id: int
    date: int
    sender: int
    content: Json
    markup: Json | None = None
    prompt: Json | None = None
    reply_to: int | None = None
    edit_date: int | None = None
    anonymous: bool = False
    reactions: dict[str, list[str]] = field(default_factory=dict)

    @property
    def is_service(self) -> bool:
        """Whether this is a service message: an event of the chat that nobody wrote."""
        return not {"text", "document", "voice", "photo"} & self.content.keys()


@dataclass(slots=True)
class Chat:
    """A private chat with the bot (its id is the person's), a group or a supergroup."""

    id: int
    type: str
    title: str
    instance: str
    members: dict[int, ChatMembership] = field(default_factory=dict)
    messages: dict[int, Message] = field(default_factory=dict)
    pinned: list[int] = field(default_factory=list)
    last_message_id: int = 0
    migrated_to: int | None = None
    bot_spoke: bool = False

    @property
    def is_private(self) -> bool:
        """Whether this is a person's chat with the bot."""
        return self.type == "private"

    def membership(self, user_id: int) -> ChatMembership:
        """A user's membership; `left` for a user who never came."""
        return self.members.get(user_id) or ChatMembership("left")

    def keep(self, message: Message) -> None:
        """Add a message; beyond the limit, forget the oldest one that is not pinned."""
        self.messages[message.id] = message
        if len(self.messages) > KEPT_MESSAGES:
            del self.messages[next(it for it in self.messages if it not in self.pinned)]

    def forget(self, message_id: int) -> None:
        """Delete a message and its pin."""
        del self.messages[message_id]
        if message_id in self.pinned:
            self.pinned.remove(message_id)

    @classmethod
    def restored(cls, state: Json) -> Self:
        """A chat from its JSON."""
        members = {int(who): ChatMembership(**it) for who, it in state["members"].items()}
        messages = {int(number): Message(**it) for number, it in state["messages"].items()}
        chat = cls(**state)
        chat.members = members
        chat.messages = messages
        return chat


@dataclass(slots=True)
class World:
    """All accounts and chats."""

    bot_id: int
    users: dict[int, User] = field(default_factory=dict)
    chats: dict[int, Chat] = field(default_factory=dict)
    last_message_id: int = 0
    began_empty: bool = False
    language: str = "en"

    def next_message_id(self, chat: Chat) -> int:
        """The next message id: each supergroup has its own count, all other chats share one."""
        if chat.type == "supergroup":
            chat.last_message_id += 1
            return chat.last_message_id
        self.last_message_id += 1
        return self.last_message_id

    def kept(self) -> Json:
        """This world as JSON."""
        return asdict(self)

    @classmethod
    def restored(cls, state: Json) -> Self:
        """A world from its JSON."""
        return cls(
            bot_id=state["bot_id"],
            users={int(who): User(**it) for who, it in state["users"].items()},
            chats={int(number): Chat.restored(it) for number, it in state["chats"].items()},
            last_message_id=state["last_message_id"],
            began_empty=state.get("began_empty", False),
            language=state.get("language", "en"),
        )
