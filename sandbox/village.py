"""All parts of the village together, and what they share: post, find a chat, tell the bot."""

import re
from dataclasses import dataclass, field
from datetime import timedelta

from sandbox.errors import ApiError, bad_request, forbidden
from sandbox.faults import Faults
from sandbox.files import Files
from sandbox.founding import found_world
from sandbox.limits import GroupLimits
from sandbox.polling import PollingRules
from sandbox.profile import BotProfile
from sandbox.pulse import Pulse
from sandbox.settings import VillageSettings
from sandbox.state import Keeper, read_state
from sandbox.taps import Taps
from sandbox.updates import Updates
from sandbox.webhook import Webhook
from sandbox.wire import message_json
from sandbox.world import Chat, ChatMembership, Json, Message, User, World

MESSAGES_JUMP = 50


@dataclass(slots=True)
class Village:
    """The village in its present state."""

    settings: VillageSettings
    world: World
    updates: Updates
    profile: BotProfile
    files: Files
    faults: Faults
    limits: GroupLimits
    taps: Taps
    pulse: Pulse
    polling: PollingRules
    webhook: Webhook
    keeper: Keeper = field(init=False)
    starts: int = 0

    def __post_init__(self) -> None:
        self.keeper = Keeper(self.settings.state_path, self.kept)

    @property
    def bot(self) -> User:
        """The bot's account."""
        return self.world.users[self.world.bot_id]

    def now(self) -> int:
        """The village's time in whole seconds since 1970."""
        return int(self.settings.clock.now().timestamp())

    def changed(self) -> None:
        """Store the change soon, and wake the open pages."""
        self.keeper.soon()
        self.pulse.beat()

    def kept(self) -> Json:
        """Everything that survives a restart, as JSON."""
        return {
            "offset_seconds": self.settings.clock.offset.total_seconds(),
            "starts": self.starts,
            "world": self.world.kept(),
            "updates": self.updates.kept(),
            "profile": self.profile.kept(),
            "webhook": self.webhook.kept(),
        }

    def start_over(self, *, empty: bool, language: str = "") -> None:
        """Begin a new village, in its language or another.

        Update and message ids go on, so that no id is used twice.
        """
        self.settings = self.settings.in_language(language or self.settings.language)
        last = max([self.world.last_message_id, *(it.last_message_id for it in self.chats())])
        self.world = found_world(self.settings, empty=empty)
        self.world.last_message_id = last
        for chat in self.chats():
            chat.last_message_id = last
        self.updates.waiting.clear()
        self.taps.clear()
        self.settings.clock.restore(timedelta())
        self.starts += 1
        self.changed()

    def chats(self) -> list[Chat]:
        """All chats."""
        return list(self.world.chats.values())

    def post(
        self,
        chat: Chat,
        sender: int,
        content: Json,
        *,
        markup: Json | None = None,
        prompt: Json | None = None,
        reply_to: int | None = None,
        anonymous: bool = False,
    ) -> Message:
        """Add a message to a chat and show it to everybody there."""
        message = Message(
            id=self.world.next_message_id(chat),
            date=self.now(),
            sender=sender,
            content=content,
            markup=markup,
            prompt=prompt,
            reply_to=reply_to,
            anonymous=anonymous,
        )
        chat.keep(message)
        self.changed()
        return message

    def tell(self, kind: str, body: Json, *, key: str) -> None:
        """Queue an update for the bot."""
        self.updates.add(kind, body, key=key)
        self.keeper.soon()

    def tell_of_message(self, message: Message, chat: Chat, kind: str = "message") -> None:
        """Queue the update of a message, if the bot may see it."""
        if self.bot_sees(message, chat):
            self.tell(kind, message_json(message, chat, self.world), key=f"chat:{chat.id}")

    def bot_sees(self, message: Message, chat: Chat) -> bool:
        """Whether the bot sees a message: all in private or as administrator, else those for it."""
        bot = chat.membership(self.bot.id)
        if not bot.inside or message.sender == self.bot.id:
            return False
        if chat.is_private or bot.governs or message.is_service:
            return True
        answered = chat.messages.get(message.reply_to or 0)
        if answered is not None and answered.sender == self.bot.id:
            return True
        command = re.match(r"/\w+(?:@(\w+))?", str(message.content.get("text", "")))
        if command is None:
            return False
        named = command.group(1)
        return chat.bot_spoke if named is None else named.lower() == self.bot.username

    def find_chat(self, asked: str) -> Chat:
        """The chat that a call names; ApiError when it is missing or has become a supergroup."""
        if not asked:
            raise bad_request("chat_id is empty")
        chat = self.world.chats.get(int(asked)) if re.fullmatch(r"-?\d+", asked) else None
        if chat is None or (not chat.is_private and self.bot.id not in chat.members):
            raise bad_request("chat not found")
        if chat.migrated_to is not None:
            raise bad_request(
                "group chat was upgraded to a supergroup chat", migrate_to_chat_id=chat.migrated_to
            )
        return chat

    def open_chat(self, asked: str) -> Chat:
        """The chat that a call writes to; ApiError 403 where the bot may not write."""
        chat = self.find_chat(asked)
        refused = self._closed(chat)
        if refused is not None:
            raise refused
        return chat

    def _closed(self, chat: Chat) -> ApiError | None:
        status = chat.membership(self.bot.id).status
        if chat.is_private:
            if self.world.users[chat.id].deactivated:
                return forbidden("user is deactivated")
            if status == "kicked":
                return forbidden("bot was blocked by the user")
            if status == "left":
                return forbidden("bot can't initiate conversation with a user")
        elif status == "kicked":
            return forbidden(f"bot was kicked from the {chat.type} chat")
        elif status == "left":
            return forbidden(f"bot is not a member of the {chat.type} chat")
        return None

    def bot_membership(self, chat: Chat) -> ChatMembership:
        """The bot's membership in a chat."""
        return chat.membership(self.bot.id)


def build_village(settings: VillageSettings) -> Village:
    """The village from its stored state, or on its first day."""
    state = read_state(settings.state_path)
    updates = Updates()
    faults = Faults()
    village = Village(
        settings=settings,
        world=found_world(settings, empty=settings.empty),
        updates=updates,
        profile=BotProfile(),
        files=Files(settings.state_path),
        faults=faults,
        limits=GroupLimits(on=settings.limits),
        taps=Taps(),
        pulse=Pulse(),
        polling=PollingRules(updates, faults),
        webhook=Webhook(updates, faults, retry_seconds=settings.retry_seconds),
    )
    if state is not None:
        _restore(village, state)
    return village


def _restore(village: Village, state: Json) -> None:
    village.settings.clock.restore(timedelta(seconds=state["offset_seconds"]))
    village.starts = state["starts"]
    village.world = World.restored(state["world"])
    village.settings = village.settings.in_language(village.world.language)
    village.world.last_message_id += MESSAGES_JUMP
    for chat in village.chats():
        chat.last_message_id += MESSAGES_JUMP
    village.updates.restore(state["updates"])
    village.profile.restore(state["profile"])
    village.webhook.restore(state["webhook"])
