"""Carry out one update in one transaction: its actor, its act, its messages, its end."""

import dataclasses
import json
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from typing import Any, Final

from groups.founding.acts import founding
from groups.messages.acts import inbox
from groups.people.acts import persons as people
from groups.people.model.people import CLOCK, Actor
from groups.people.model.refusals import Refusal
from handlers.logs import troubled
from handlers.raw_incoming import incoming_from_raw
from handlers.turn import NOTHING, ActContext, Answer, Chosen, Incoming
from storage.tx import Tx

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class AppliedUpdate:
    """How an update ended, and the language in which a tap is answered."""

    outcome: str  # done, refused, ignored, again
    answer: Answer = NOTHING
    language: str = ""


_AGAIN: Final = AppliedUpdate("again")
_IGNORED: Final = AppliedUpdate("ignored")


def apply(
    tx: Tx, incoming: Incoming, chosen: Chosen | None, *, new_id: Callable[[], str], at: datetime
) -> AppliedUpdate:
    """Carry out an update once. A refusal undoes the act alone and becomes its answer."""
    if not inbox.done(tx, incoming.update_id, at=at):
        return _AGAIN
    if chosen is None or (incoming.sender is None and chosen.needs_person):
        return _IGNORED
    turn = _turn(tx, incoming, new_id=new_id, at=at)
    outcome = "done"
    try:
        with tx.savepoint():
            answer = chosen.act(tx, turn) or NOTHING
    except Refusal as refusal:
        outcome, answer = "refused", _refused(tx, turn, refusal)
    is_said = incoming.query_id and answer.kind and incoming.sender
    language = people.language_of(tx, turn.actor.person_id) if is_said else ""
    return AppliedUpdate(outcome, answer, language)


def tell_broken(tx: Tx, incoming: Incoming, *, new_id: Callable[[], str], at: datetime) -> str:
    """Send her a line that nothing was recorded; return her language for the tap's answer."""
    if incoming.sender is None:
        return ""
    turn = _turn(tx, incoming, new_id=new_id, at=at)
    if not incoming.query_id:
        turn.say(tx, "broken", reference=reference(incoming.update_id))
    return people.language_of(tx, turn.actor.person_id)


def drop(tx: Tx, update_id: int, *, new_id: Callable[[], str], at: datetime) -> bool | None:
    """Put a parked update away for good, and tell its sender that it was not recorded.

    Return whether she can be told; None if no such update is parked. Whatever breaks when she is
    told, the update is put away.
    """
    body = inbox.drop(tx, update_id, at=at)
    if body is None:
        return None
    try:
        with tx.savepoint():
            return _tell_dropped(tx, incoming_from_raw(json.loads(body)), new_id=new_id, at=at)
    except Exception as error:  # noqa: BLE001 - what broke the update may break this as well
        troubled(log, "nobody was told of update %d: %s", update_id, type(error).__name__)
        return False


def _tell_dropped(tx: Tx, incoming: Incoming, *, new_id: Callable[[], str], at: datetime) -> bool:
    if incoming.sender is None:
        return False
    turn = _turn(tx, incoming, new_id=new_id, at=at)
    return turn.say(tx, "dropped", reference=reference(incoming.update_id))


def reference(update_id: int) -> str:
    """The update's number in base 36: short enough to read aloud."""
    digits = "0123456789abcdefghijklmnopqrstuvwxyz"
    short = ""
    while update_id:
        update_id, last = divmod(update_id, 36)
        short = digits[last] + short
    return short or "0"


def refusal_facts(refusal: Refusal) -> dict[str, Any]:
    """A refusal's facts for the outbox and a template: numbers, texts, ISO dates."""
    fields = dataclasses.fields(refusal)
    return {each.name: _plain(getattr(refusal, each.name)) for each in fields}


def _turn(tx: Tx, incoming: Incoming, *, new_id: Callable[[], str], at: datetime) -> ActContext:
    sender = incoming.sender
    if sender is None:
        return ActContext(incoming, Actor(CLOCK), at, new_id)
    actor = people.recognise(
        tx,
        telegram_id=sender.telegram_id,
        name=sender.name,
        language_code=sender.language_code,
        in_private=incoming.is_private,
        new_id=new_id,
        at=at,
    )
    return ActContext(incoming, actor, at, new_id)


def _refused(tx: Tx, turn: ActContext, refusal: Refusal) -> Answer:
    kind = f"refusals/{refusal.code}"
    facts = refusal_facts(refusal)
    if not turn.incoming.is_private:
        _keep_seen(tx, turn)
    if turn.incoming.query_id:
        return Answer(kind, facts, is_modal=True)
    if not turn.say(tx, kind, **facts) and not turn.incoming.is_private:
        _lead_to_private(tx, turn)
    return Answer(deletes=not turn.incoming.is_private)


def _lead_to_private(tx: Tx, turn: ActContext) -> None:
    """Post a button to the private chat; she has not started the bot. It names nobody."""
    group = founding.group_in_chat(tx, turn.incoming.chat_id)
    if group is not None:
        turn.say_in_group(tx, group.id, "go_private", token=group.start_token)


def _keep_seen(tx: Tx, turn: ActContext) -> None:
    """Record that a refused person was seen in the group's chat: she may join without approval."""
    group = founding.group_in_chat(tx, turn.incoming.chat_id)
    if group is not None and turn.incoming.sender is not None:
        founding.seen(tx, group.id, turn.actor.person_id)


def _plain(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Enum):
        return value.value
    return _plain_amount(value)


def _plain_amount(value: object) -> object:
    minor = getattr(value, "minor", None)
    return value if minor is None else minor
