"""What waits to be sent: taken by the sender, and how each message ended.

A message is taken durably before it goes over the wire, so that after a crash it is known that it
may have arrived. One that tells of money is sent at most once.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from groups.messages.model import DueMessage, WaitingMessage
from groups.messages.store import outbox
from storage.tx import Tx

TRIES_MAX: Final = 10
KEPT: Final = timedelta(days=30)
SWEPT_AT_ONCE: Final = 500


def queue(
    tx: Tx, at: datetime, limit: int = 100, *, after: DueMessage | None = None
) -> tuple[DueMessage, ...]:
    """What may be sent now, the most urgent and oldest first, from behind `after` on."""
    return outbox.select_due(tx, at, limit, after=after)


def take(tx: Tx, numbers: Iterable[int]) -> list[WaitingMessage]:
    """Take waiting messages for sending, without those that another has taken or nobody reads."""
    found = (outbox.select_message(tx, n) for n in numbers)
    return [message for message in found if message and outbox.update_sending(tx, message.n)]


def sent(tx: Tx, message: WaitingMessage, message_id: int | None, *, at: datetime) -> None:
    """Telegram has it, under this id; what it told of her is not kept a second time."""
    outbox.update_sent(tx, message.n, message_id, at=at)


def failed(tx: Tx, message: WaitingMessage, error: str, *, at: datetime) -> None:
    """It cannot be sent: refused for good."""
    outbox.update_ended(tx, message.n, "failed", error, at=at)


def unreachable(tx: Tx, message: WaitingMessage, error: str, *, at: datetime) -> None:
    """Its reader cannot be reached any more: give up all that waits for her, or for the group."""
    failed(tx, message, error, at=at)
    if message.person_id is not None:
        outbox.update_person_unreachable(tx, message.person_id, at=at)
    if message.group_id is not None:
        outbox.update_group_unreachable(tx, message.group_id, at=at)


def retry(tx: Tx, message: WaitingMessage, error: str, *, not_before: datetime) -> None:
    """It did not arrive: it waits again, until then; unless a newer one goes in the same place."""
    if outbox.update_superseded(tx, message.n, at=not_before):
        return
    outbox.update_waiting(tx, message.n, error, not_before=not_before)
    # What was on the wire when its group's chat was lost would wait for it for ever.
    outbox.update_without_chat(tx, message.n, at=not_before)


def hold_back(tx: Tx, message: WaitingMessage, error: str, *, not_before: datetime) -> None:
    """Its chat asks for patience: it and all that waits for the same reader wait until then."""
    retry(tx, message, error, not_before=not_before)
    outbox.update_not_before(tx, message, not_before=not_before)


def maybe_arrived(
    tx: Tx, message: WaitingMessage, error: str, *, at: datetime, not_before: datetime
) -> None:
    """Nobody knows whether it arrived: what tells of money is not said twice, the rest goes again.

    After ten tries the rest has failed.
    """
    if message.is_money:
        outbox.update_ended(tx, message.n, "unsure", error, at=at)
    elif message.tries >= TRIES_MAX:
        failed(tx, message, error, at=at)
    else:
        retry(tx, message, error, not_before=not_before)


def recover(tx: Tx, *, at: datetime) -> int:
    """At start: what was being sent is not sure if it tells of money, and waits again if not.

    Say how many there were.
    """
    unsure = outbox.update_sending_money(tx, at=at)
    again = outbox.update_sending_again(tx)
    outbox.update_without_chat(tx, None, at=at)
    return unsure + again


def sweep(tx: Tx, *, at: datetime, kept: timedelta = KEPT, limit: int = SWEPT_AT_ONCE) -> int:
    """Delete what was settled long ago, with the names in it; of the `limit` oldest rows alone.

    What has waited as long for a reader whom the bot cannot write to goes, too: left there, such
    rows would be the oldest for ever, and nothing behind them would be swept. Say how many.
    """
    settled = outbox.delete_settled(tx, at - kept, limit)
    return settled + outbox.delete_without_reader(tx, at - kept, limit)
