"""Addresses that open the bot and the mini-app."""

from dataclasses import dataclass
from urllib.parse import quote


@dataclass(frozen=True, slots=True)
class Links:
    """The parts of links. `public_url` has no slash at its end; without it there is no mini-app."""

    bot: str  # the bot's username
    public_url: str | None = None
    webapp_name: str | None = None

    def start(self, payload: str) -> str:
        """Opens the bot's private chat with a payload: set_…, join_…, open."""
        return f"https://t.me/{self.bot}?start={quote(payload)}"

    def app_in_group(self, payload: str) -> str:
        """Opens the mini-app from a group, whose buttons are links; payload TOKEN or TOKEN-PAGE."""
        app = f"/{self.webapp_name}" if self.webapp_name else ""
        return f"https://t.me/{self.bot}{app}?startapp={quote(payload)}"

    def app(self, page: str = "") -> str | None:
        """The mini-app's own address, for buttons in private chats; None without a public URL."""
        if not self.public_url:
            return None
        return f"{self.public_url}/app/{page}" if page else f"{self.public_url}/app"

    def add_to_group(self) -> str:
        """Adds the bot to a group as an administrator that may pin and delete messages."""
        rights = "pin_messages+delete_messages"
        return f"https://t.me/{self.bot}?startgroup=add&admin={rights}"
