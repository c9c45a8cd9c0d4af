"""Values of messages: facts, urgency, waiting messages, the pinned status message."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum
from typing import Any, Final

Json = str | int | float | bool | None | list["Json"] | dict[str, "Json"]


Facts = dict[str, Json]

SINCE: Final = "_since"  # a fact for the sender: the ISO day since which the card's matter waits


class Urgency(IntEnum):
    """Which message goes first when many wait; 0 is first."""

    ANSWER = 0  # to a person who has just acted
    MONEY = 1
    NEWS = 2
    CHAT_ANSWER = 3  # in a group's chat: it takes no place from minutes and news
    DIGEST = 4


@dataclass(frozen=True, slots=True)
class WaitingMessage:
    """A waiting message (a row of the outbox), with its chat and its language."""

    n: int
    chat_id: int
    thread_id: int | None
    person_id: str | None
    group_id: str | None
    language: str
    kind: str
    facts: Mapping[str, Any]
    urgency: int
    is_money: bool
    tries: int

    @property
    def is_receipt(self) -> bool:
        """Whether it tells a person of her money: it is never sent twice."""
        return self.is_money and self.person_id is not None

    @property
    def is_lasting(self) -> bool:
        """Whether a group's chat that refuses it is tried again: all but answers in the chat."""
        return self.group_id is not None and self.urgency != Urgency.CHAT_ANSWER


@dataclass(frozen=True, slots=True)
class DueMessage:
    """The first message that a chat may get now (a row of the outbox), and that chat."""

    n: int
    chat_id: int
    urgency: int


@dataclass(frozen=True, slots=True)
class WantedStatus:
    """A status message to render again; `message_id` None means that none was sent yet."""

    group_id: str
    chat_id: int
    thread_id: int | None
    can_pin: bool
    message_id: int | None
    is_pinned: bool
    shown: str
    wanted_at: int
    left_behind: int | None  # its message in another topic of the chat


@dataclass(frozen=True, slots=True)
class WaitingUpdate:
    """An update that is stored and not yet handled; its lane keeps the order of one chat."""

    update_id: int
    lane: int
    body: str
    tries: int


@dataclass(frozen=True, slots=True)
class ParkedUpdate:
    """An update whose handling failed too often; `error` is the type of the last exception."""

    update_id: int
    lane: int
    kind: str  # message, callback_query, …: what it is, never what it says
    tries: int
    error: str
    received_at: int
    parked_at: int


@dataclass(frozen=True, slots=True)
class DroppedUpdate:
    """A parked update that the operator has put away for good: what it was, never what it said."""

    update_id: int
    kind: str
    tries: int
    error: str
    received_at: int
    parked_at: int
    dropped_at: int


@dataclass(frozen=True, slots=True)
class ParkedStep:
    """A step of the clock that broke in a group, or in none (""); `error` is the exception's type.

    It is tried again at `again_at`.
    """

    step: str
    group_id: str
    tries: int
    error: str
    parked_at: int
    again_at: int


@dataclass(frozen=True, slots=True)
class Delivery:
    """What Telegram says of the updates that wait there: how many, and its last error with us.

    `is_elsewhere`: its webhook is not the one that we set; `is_stuck`: updates wait, none comes.
    """

    pending: int = 0
    last_error: str = ""
    last_error_at: datetime | None = None
    is_elsewhere: bool = False
    is_stuck: bool = False
