"""The context of one update's act: its sender and chat, its messages, its answer to a tap.

An act is a plain function over an open transaction; a handler chooses it and binds what was
tapped or typed. Each message of an act is a row of the outbox, written in the act's transaction.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from groups.messages.acts.answers import answer, answer_in_group
from groups.people.model.people import Actor
from storage.tx import Tx

EDIT: Final = "_edit"  # a fact: change this message instead of sending one
THREAD: Final = "_thread"  # a fact: speak in this topic


@dataclass(frozen=True, slots=True)
class TelegramUser:
    """A person as Telegram shows her."""

    telegram_id: int
    name: str
    language_code: str


@dataclass(frozen=True, slots=True)
class Incoming:
    """An update without its content. `sender` is None if Telegram hides the person."""

    update_id: int
    sender: TelegramUser | None = None
    chat_id: int = 0
    is_private: bool = False
    thread_id: int | None = None
    message_id: int | None = None  # of the message she wrote, or of the card she tapped
    query_id: str | None = None  # of a tap that must be answered


@dataclass(frozen=True, slots=True)
class Answer:
    """What follows the commit, best effort: an alert that only she sees, a message deleted."""

    kind: str | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)
    is_modal: bool = False
    deletes: bool = False


NOTHING: Final = Answer()


@dataclass(frozen=True, slots=True)
class ActContext:
    """What an act gets besides its transaction."""

    incoming: Incoming
    actor: Actor
    at: datetime
    new_id: Callable[[], str]

    def say(self, tx: Tx, kind: str, /, **facts: Any) -> bool:
        """Answer her in private; False if she has no chat with the bot."""
        return answer(tx, self.actor.person_id, kind, facts, edits=facts.get(EDIT), at=self.at)

    def show(self, tx: Tx, kind: str, /, **facts: Any) -> bool:
        """Replace the card she tapped; send a new message if she wrote or tapped in a group.

        False if she has no chat with the bot.
        """
        if self.incoming.query_id and self.incoming.is_private and self.incoming.message_id:
            facts[EDIT] = self.incoming.message_id
        return self.say(tx, kind, **facts)

    def say_in_group(self, tx: Tx, group_id: str, kind: str, /, **facts: Any) -> None:
        """Answer in the group's chat, in the topic where she wrote."""
        if self.incoming.thread_id:
            facts[THREAD] = self.incoming.thread_id
        answer_in_group(tx, group_id, kind, facts, at=self.at)


Act = Callable[[Tx, ActContext], Answer | None]


@dataclass(frozen=True, slots=True)
class Chosen:
    """The act that an update asks for; without a sender it runs only if it needs no person."""

    act: Act
    needs_person: bool = True
