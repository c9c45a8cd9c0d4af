"""The buttons under a facilitator's groups and under the list of facilitators."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from handlers.buttons import BAD, Row, named
from handlers.cards.card import Card

_GROUP_MARKS: Final = MappingProxyType({"waiting": "⏳", "alone": "🤝"})
_GROUP_VERBS: Final = MappingProxyType({"waiting": "look", "alone": "takeover"})


def _facilitator(card: Card) -> list[Row]:
    rows = [
        [
            named(
                f"{_GROUP_MARKS.get(state, '👭')} {name}", _GROUP_VERBS.get(state, "members"), group
            )
        ]
        for group, name, state in card.facts["groups"]
    ]
    page, pages = int(card.facts["page"]), int(card.facts["pages"])
    turns = [named("⬅️", "groups", str(page - 1))] if page else []
    turns += [named("➡️", "groups", str(page + 1))] if page + 1 < pages else []
    marked = [card.tap("disputes", "disputes", style=BAD)] if card.facts["marked"] else []
    if card.facts["by_hand"] or card.facts["locked"]:
        marked += card.opens("look_at_groups", "groups")
    return [*marked, *rows, turns] if turns else [*marked, *rows]


def _facilitators(card: Card) -> list[Row]:
    return [
        [named(f"✖️ {name}", "unname", person_id)] for person_id, name in card.facts["dismissible"]
    ]


def _dismiss_facilitator(card: Card) -> list[Row]:
    person = str(card.facts["person_id"])
    return [card.tap("unname_yes", "unnameyes", person, style=BAD), card.tap("no_wrong", "dismiss")]


KEYBOARDS: Final[Mapping[str, Callable[[Card], list[Row]]]] = MappingProxyType(
    {
        "facilitator": _facilitator,
        "facilitators": _facilitators,
        "dismiss_facilitator": _dismiss_facilitator,
    }
)
