"""The buttons of joining: the notice, kin and household, a claim."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from handlers.buttons import BAD, GOOD, Row, in_rows, named
from handlers.cards.card import Card, tie_boards


def _join_notice(card: Card) -> list[Row]:
    group = str(card.facts["group_id"])
    return [card.tap("agree", "agree", group, style=GOOD), card.tap("not_now", "dismiss")]


def _join_age(card: Card) -> list[Row]:
    group = str(card.facts["group_id"])
    return [card.tap("adult", "adult", group, style=GOOD), card.tap("younger", "young", group)]


def _join_ties(card: Card) -> list[Row]:
    tie = str(card.facts["tie"])
    rows = [
        [named(f"{'✅ ' if is_tied else ''}{number} · {name}", "tie", tie, member_id)]
        for member_id, number, name, is_tied in card.facts["others"]
    ]
    return [*rows, card.tap("done", "tiesdone", tie, style=GOOD)]


def _member_added(card: Card) -> list[Row]:
    return tie_boards(card, "kin", "household")


def _ties_of(card: Card) -> list[Row]:
    member, tie = str(card.facts["member_id"]), str(card.facts["tie"])
    names = [
        named(
            f"{'✅ ' if is_tied else ''}{number} · {name}",
            *("kinset", tie, member, other_id, "ended" if is_tied else "declared"),
        )
        for other_id, number, name, is_tied in card.facts["others"]
    ]
    other = tie_boards(card, "household" if tie == "kin" else "kin")
    return [*in_rows(names, 2), *other, card.tap("back", "member", member)]


def _claimed(card: Card) -> list[Row]:
    if not card.facts["asks"]:
        return [card.tap("home", "home")]
    return [card.tap("agree", "consent", style=GOOD), card.tap("withdraw", "withdraw", style=BAD)]


KEYBOARDS: Final[Mapping[str, Callable[[Card], list[Row]]]] = MappingProxyType(
    {
        "join_notice": _join_notice,
        "join_age": _join_age,
        "join_ties": _join_ties,
        "member_added": _member_added,
        "ties_of": _ties_of,
        "claimed": _claimed,
    }
)
