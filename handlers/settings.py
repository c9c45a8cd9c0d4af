"""The settings that the handlers need to reach Telegram."""

from dataclasses import dataclass
from typing import Final

from texts.languages import HINDI

TELEGRAM: Final = "https://api.telegram.org"


@dataclass(frozen=True, slots=True)
class TelegramSettings:
    """Addresses and secrets of Telegram and of our web view; `facilitators` are Telegram ids.

    Telegram shows one menu button to everybody, so it has one `button_language`.
    """

    token: str
    charter: str  # the charter's version for new groups
    api_url: str = TELEGRAM
    public_url: str | None = None
    webhook_secret: str | None = None
    webapp_name: str | None = None
    facilitators: tuple[int, ...] = ()
    button_language: str = HINDI
