"""What a keyboard is made from: a message's facts, its language, its chat; and shared rows."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from handlers.buttons import Row, app, link, named, tap
from handlers.links import Links

Facts = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Card:
    """A message's language and facts, the links, and whether its chat is private."""

    language: str
    facts: Facts
    links: Links
    is_private: bool

    @property
    def token(self) -> str:
        """The group's token in links; empty if the message is about no group."""
        return str(self.facts.get("token") or "")

    def opens(self, name: str, page: str) -> list[Row]:
        """A button to a page of the mini-app, of the kind that the chat allows."""
        if self.is_private:
            return app(name, self.language, self.links.app(page))
        return [link(name, self.language, self.links.app_in_group(f"{self.token}-{page}"))]

    def tap(self, name: str, verb: str, *parts: str, style: str | None = None) -> Row:
        """A row of one button in the message's language."""
        return tap(name, self.language, verb, *parts, style=style)


def page(name: str, at: str) -> Callable[[Card], list[Row]]:
    """A keyboard of one button to a page of the mini-app."""
    return lambda card: card.opens(name, at)


def tongues(verb: str, *parts: str) -> list[Row]:
    """A button for each language, in its own name."""
    return [[named("हिन्दी", verb, *parts, "hi")], [named("English", verb, *parts, "en")]]


def tie_boards(card: Card, *ties: str) -> list[Row]:
    """Buttons to the boards of a member's kin and household, for another who declares them."""
    member = str(card.facts["member_id"])
    return [card.tap(f"{tie}_of", "kin", tie, member) for tie in ties]
