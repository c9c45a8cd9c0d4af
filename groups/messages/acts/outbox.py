"""The outbox: messages that wait to be sent, and the result of each.

A message is marked as taken before it is sent, so that after a crash it is known that it may have
arrived. A receipt of a person's money is sent at most once.
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
REFUSED_WAIT_MAX: Final = timedelta(hours=1)
CHAT_REFUSES: Final = frozenset({"no_rights", "no_thread"})  # errors of the chat, not of a message


def queue(
    tx: Tx, at: datetime, limit: int = 100, *, after: DueMessage | None = None
) -> tuple[DueMessage, ...]:
    """The first message that each chat may get now, most urgent and oldest first, after `after`."""
    return outbox.select_due(tx, at, limit, after=after)


def take(tx: Tx, numbers: Iterable[int]) -> list[WaitingMessage]:
    """Take waiting messages for sending, without those already taken or without a reader."""
    waiting = (outbox.select_message(tx, n) for n in numbers)
    return [message for message in waiting if message and outbox.update_sending(tx, message.n)]


def sent(tx: Tx, message: WaitingMessage, message_id: int | None, *, at: datetime) -> None:
    """Record that Telegram has the message under this id; its facts are not stored any longer."""
    outbox.update_sent(tx, message.n, message_id, at=at)


def failed(tx: Tx, message: WaitingMessage, error: str, *, at: datetime) -> None:
    """Record that a message cannot be sent: Telegram refused it for good."""
    outbox.update_ended(tx, message.n, "failed", error, at=at)


def unreachable(tx: Tx, message: WaitingMessage, error: str, *, at: datetime) -> None:
    """Record that a reader cannot be reached: fail all that waits for her, or for the group."""
    failed(tx, message, error, at=at)
    if message.person_id is not None:
        outbox.update_person_unreachable(tx, message.person_id, at=at)
    if message.group_id is not None:
        outbox.update_group_unreachable(tx, message.group_id, at=at)


def retry(tx: Tx, message: WaitingMessage, error: str, *, not_before: datetime) -> None:
    """Let an undelivered message wait until `not_before`; fail it if a newer one replaces it."""
    if outbox.update_superseded(tx, message.n, at=not_before):
        return
    outbox.update_waiting(tx, message.n, error, not_before=not_before)
    # A message that was being sent when its group's chat was lost would wait forever.
    outbox.update_without_chat(tx, message.n, at=not_before)


def hold_back(tx: Tx, message: WaitingMessage, error: str, *, not_before: datetime) -> None:
    """Delay a message and all that waits for the same reader until `not_before`."""
    retry(tx, message, error, not_before=not_before)
    outbox.update_not_before(tx, message, not_before=not_before)


def refused(tx: Tx, message: WaitingMessage, error: str, *, at: datetime) -> bool:
    """Handle a message that its group's chat does not take; False if it is given up.

    Whoever may change the chat needs time: it is tried again after a minute, two, four, …, then
    each hour, and what waits behind it waits with it. Answers in the chat are given up. Other
    words than those of a chat without rights may be about this message: after ten tries it fails,
    and holds back no other.
    """
    is_chat = error in CHAT_REFUSES
    if not message.is_lasting or (not is_chat and message.tries >= TRIES_MAX):
        failed(tx, message, error, at=at)
        return False
    wait = min(timedelta(minutes=1) * 2 ** min(message.tries, 6), REFUSED_WAIT_MAX)
    if is_chat:
        hold_back(tx, message, error, not_before=at + wait)
    else:
        retry(tx, message, error, not_before=at + wait)
    return True


def maybe_arrived(
    tx: Tx, message: WaitingMessage, error: str, *, at: datetime, not_before: datetime
) -> None:
    """Handle an uncertain delivery: a receipt of money is not sent again, all else is.

    After ten tries the others fail.
    """
    if message.is_receipt:
        outbox.update_ended(tx, message.n, "unsure", error, at=at)
    elif message.tries >= TRIES_MAX:
        failed(tx, message, error, at=at)
    else:
        retry(tx, message, error, not_before=not_before)


def recover(tx: Tx, *, at: datetime) -> int:
    """After a crash: receipts of money that were being sent become unsure, all else waits again.

    Returns how many there were.
    """
    unsure = outbox.update_sending_receipts(tx, at=at)
    again = outbox.update_sending_again(tx)
    outbox.update_without_chat(tx, None, at=at)
    return unsure + again


def sweep(tx: Tx, *, at: datetime, kept: timedelta = KEPT, limit: int = SWEPT_AT_ONCE) -> int:
    """Delete settled messages, and the names in them, that are older than `kept`.

    Only among the `limit` oldest rows. Deletes also equally old messages to readers whom the bot
    cannot reach; otherwise they would be the oldest rows forever, and no later row would be
    deleted. Returns how many.
    """
    settled = outbox.delete_settled(tx, at - kept, limit)
    return settled + outbox.delete_without_reader(tx, at - kept, limit)
