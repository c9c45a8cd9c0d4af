"""What the handlers must be told from outside before they can speak to Telegram."""

from dataclasses import dataclass
from typing import Final

TELEGRAM: Final = "https://api.telegram.org"


@dataclass(frozen=True, slots=True)
class TelegramSettings:
    """How Telegram is reached and how people reach us; `facilitators` are Telegram ids."""

    token: str
    charter: str  # the version of the rules that new groups are given
    api_url: str = TELEGRAM
    public_url: str | None = None
    webhook_secret: str | None = None
    webapp_name: str | None = None
    facilitators: tuple[int, ...] = ()
