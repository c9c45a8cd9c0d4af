"""The outcome of a call to Telegram, read from the exception of python-telegram-bot."""

import warnings
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Final

import httpx
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    EndPointNotFound,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)
from telegram.warnings import PTBDeprecationWarning


class Outcome(StrEnum):
    """How a call ended."""

    DONE = "done"
    SAME = "same"  # an edit that would change nothing
    LATER = "later"  # too many messages to this chat
    MOVED = "moved"  # the group became a supergroup
    UNREACHABLE = "unreachable"  # blocked, never started, kicked, deactivated
    GONE = "gone"  # the message to edit no longer exists
    NO_THREAD = "no_thread"  # the topic no longer exists
    NO_RIGHTS = "no_rights"
    REFUSED = "refused"  # Telegram will never accept this call
    NEVER_SENT = "never_sent"  # no connection was made
    NOT_TAKEN = "not_taken"  # the server answered that it failed
    UNKNOWN = "unknown"  # the message may have arrived
    NOT_OURS = "not_ours"  # the token is wrong, or another process uses it


@dataclass(frozen=True, slots=True)
class Ended:
    """How a call ended, the number that comes with it, and a code for the record."""

    outcome: Outcome
    retry_after: float = 0.0  # seconds
    new_chat_id: int = 0
    message_id: int | None = None
    code: str = ""


BAD_REQUEST: Final = "bad_request"  # the code of a refusal in words that we do not know

_PATIENCE_SECONDS: Final = 5.0
_NEVER_SENT: Final = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)

# The bot is in the chat and may not write there: its settings may change.
_NO_RIGHTS: Final = (
    ("chat_write_forbidden", Outcome.NO_RIGHTS),
    ("chat_restricted", Outcome.NO_RIGHTS),
    ("chat_send_", Outcome.NO_RIGHTS),  # …PLAIN_FORBIDDEN and its likes
    ("user_restricted", Outcome.NO_RIGHTS),
    ("have no rights", Outcome.NO_RIGHTS),
    ("not enough rights", Outcome.NO_RIGHTS),
    ("need administrator rights", Outcome.NO_RIGHTS),
    ("chat_admin_required", Outcome.NO_RIGHTS),
)

# Telegram's words, in lower case: python-telegram-bot capitalises them.
_WORDS: Final = (
    ("not modified", Outcome.SAME),
    ("message to edit not found", Outcome.GONE),
    ("message can't be edited", Outcome.GONE),
    ("message_id_invalid", Outcome.GONE),
    ("message thread not found", Outcome.NO_THREAD),
    ("topic_closed", Outcome.NO_THREAD),
    ("topic_deleted", Outcome.NO_THREAD),
    ("chat not found", Outcome.UNREACHABLE),
    ("user not found", Outcome.UNREACHABLE),
    ("peer_id_invalid", Outcome.UNREACHABLE),
    *_NO_RIGHTS,
)


def ended(error: TelegramError) -> Ended:
    """Return the outcome that an error of a call stands for.

    The order of the cases matters: in this library BadRequest is a NetworkError.
    """
    match error:
        case RetryAfter():
            return Ended(Outcome.LATER, retry_after=_seconds(error), code="retry_after")
        case ChatMigrated():
            return Ended(Outcome.MOVED, new_chat_id=error.new_chat_id, code="moved")
        case Forbidden():
            return _forbidden(error)
        case BadRequest():
            return _bad_request(error)
        case EndPointNotFound() if _is_unknown_method(error):
            return Ended(Outcome.GONE, code="no_such_method")
        case InvalidToken() | EndPointNotFound() | Conflict():
            return Ended(Outcome.NOT_OURS, code=type(error).__name__)
        case NetworkError():
            return _network(error)
        case _:
            return Ended(Outcome.UNKNOWN, code=type(error).__name__)


def _is_unknown_method(error: EndPointNotFound) -> bool:
    """Whether the method is unknown, and not the token."""
    return "method not found" in str(error.__cause__).lower()


def _seconds(error: RetryAfter) -> float:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", PTBDeprecationWarning)  # later versions give a timedelta
        wait = error.retry_after
    return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)


def _forbidden(error: Forbidden) -> Ended:
    if any(known in error.message.lower() for known, _ in _NO_RIGHTS):
        return Ended(Outcome.NO_RIGHTS, code=Outcome.NO_RIGHTS.value)
    return Ended(Outcome.UNREACHABLE, code="forbidden")


def _bad_request(error: BadRequest) -> Ended:
    words = error.message.lower()
    for known, outcome in _WORDS:
        if known in words:
            return Ended(outcome, code=outcome.value)
    return Ended(Outcome.REFUSED, code=BAD_REQUEST)


def _network(error: NetworkError) -> Ended:
    """A server's error answer means not taken; a lost answer means unknown.

    A server may ask us to wait without saying how long.
    A proxy's error page that is not JSON has the library's own error as its cause.
    """
    cause = error.__cause__
    if isinstance(cause, _NEVER_SENT):
        return Ended(Outcome.NEVER_SENT, code="no_connection")
    if "too many requests" in error.message.lower():
        return Ended(Outcome.LATER, retry_after=_PATIENCE_SECONDS, code="retry_after")
    if cause is None or isinstance(cause, TelegramError):
        return Ended(Outcome.NOT_TAKEN, code="server_error")
    return Ended(Outcome.UNKNOWN, code="answer_lost")
