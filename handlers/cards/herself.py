"""The buttons of a person's start: home, language, the link to her private chat."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from handlers.buttons import GOOD, Row, in_rows, label, link, named
from handlers.cards.card import Card, tongues


def _home(card: Card) -> list[Row]:
    if card.facts["state"] == "waiting":
        return [card.tap("about_me", "me"), card.tap("languages", "languages")]
    language = card.language
    pairs = [
        named(label(name, language), verb)
        for name, verb in (
            ("my_points", "points"),
            ("loans", "loans"),
            ("vouch", "beads"),
            ("our_group", "group"),
            ("about_me", "me"),
        )
    ]
    first = []
    if card.facts["waits"]:
        first.append(card.tap("waiting", "waiting"))
    if card.facts["is_officer"]:
        first.append(card.tap("meeting", "meet", style=GOOD))
        first.append(card.tap("members", "members", str(card.facts["group_id"])))
    return [*first, *in_rows(pairs, 2), *card.opens("open_app", "")]


def _newcomer(card: Card) -> list[Row]:
    languages = card.tap("languages", "languages")
    place = card.facts.get("place", "nowhere")
    if place in {"in", "waiting"}:
        return [card.tap("home", "home"), languages]
    if place == "founding":
        return [languages]
    return [link("add_to_group", card.language, card.links.add_to_group()), languages]


def _go_private(card: Card) -> list[Row]:
    return [link("open_private", card.language, card.links.start("open"))]


def _who_are_you(card: Card) -> list[Row]:
    return [card.tap("it_is_me", "command", str(card.facts["command"]))]


KEYBOARDS: Final[Mapping[str, Callable[[Card], list[Row]]]] = MappingProxyType(
    {
        "home": _home,
        "newcomer": _newcomer,
        "language": lambda _: tongues("language"),
        "go_private": _go_private,
        "help_group": _go_private,
        "who_are_you": _who_are_you,
    }
)
