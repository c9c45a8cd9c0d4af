"""What the library's exceptions mean for a message's outcome."""

import httpx
import pytest
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from handlers.outcomes import Ended, Outcome, ended


def caused(error: TelegramError, cause: Exception) -> TelegramError:
    """Return an error with a cause, as the library chains them."""
    error.__cause__ = cause
    return error


# The library capitalises Telegram's words.
@pytest.mark.parametrize(
    ("words", "outcome"),
    [
        ("Message is not modified: specified new message content…", Outcome.SAME),
        ("Message to edit not found", Outcome.GONE),
        ("Message can't be edited", Outcome.GONE),
        ("Chat not found", Outcome.UNREACHABLE),
        ("Message thread not found", Outcome.NO_THREAD),
        ("Not enough rights to manage pinned messages in the chat", Outcome.NO_RIGHTS),
        ("Have no rights to send a message", Outcome.NO_RIGHTS),
        ("Not enough rights to send text messages to the chat", Outcome.NO_RIGHTS),
        ("Chat_send_plain_forbidden", Outcome.NO_RIGHTS),
        ("Chat_restricted", Outcome.NO_RIGHTS),
        ("Topic_closed", Outcome.NO_THREAD),
        ("Button_type_invalid", Outcome.REFUSED),
        ("Can't parse entities: unsupported start tag", Outcome.REFUSED),
    ],
)
def test_a_bad_request_is_told_by_its_words(words: str, outcome: Outcome) -> None:
    assert ended(BadRequest(words)).outcome is outcome


@pytest.mark.parametrize(
    ("error", "outcome"),
    [
        (Forbidden("Bot was blocked by the user"), Outcome.UNREACHABLE),
        (Forbidden("Bot was kicked from the supergroup chat"), Outcome.UNREACHABLE),
        (Forbidden("Chat_write_forbidden"), Outcome.NO_RIGHTS),
        (InvalidToken(), Outcome.NOT_OURS),
        (Conflict("terminated by other getUpdates request"), Outcome.NOT_OURS),
        (NetworkError("Internal Server Error"), Outcome.NOT_TAKEN),
        (caused(NetworkError("Bad Gateway (502)"), TelegramError("no JSON")), Outcome.NOT_TAKEN),
        (caused(TimedOut(), httpx.ReadTimeout("")), Outcome.UNKNOWN),
        (caused(NetworkError("reset"), httpx.ReadError("")), Outcome.UNKNOWN),
        (caused(NetworkError("refused"), httpx.ConnectError("")), Outcome.NEVER_SENT),
        (caused(TimedOut(), httpx.PoolTimeout("")), Outcome.NEVER_SENT),
        (TelegramError("Invalid server response"), Outcome.UNKNOWN),
    ],
)
def test_an_error_says_whether_it_may_have_arrived(error: TelegramError, outcome: Outcome) -> None:
    assert ended(error).outcome is outcome


def test_patience_is_asked_for_in_seconds() -> None:
    assert ended(RetryAfter(7)) == Ended(Outcome.LATER, retry_after=7.0, code="retry_after")


def test_a_moved_group_names_its_new_chat() -> None:
    assert ended(ChatMigrated(-1009)).new_chat_id == -1009
