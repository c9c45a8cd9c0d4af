"""The buttons of vouches: the group's board, her own board, a vouch that ends soon."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from handlers.buttons import GOOD, Row, in_rows, named
from handlers.cards.card import Card, page
from texts.say import say_plain


def _board(card: Card) -> list[Row]:
    group = str(card.facts["group_id"])
    names = [
        named(f"{number} · {name}", "give", group, member_id)
        for member_id, number, name in card.facts["names"]
    ]
    return [*in_rows(names, 2), *card.opens("my_beads", "vouch")]


def _my_board(card: Card) -> list[Row]:
    group = str(card.facts["group_id"])
    rows = [
        named(
            f"{'📿 ' if stands else ''}{number} · {name}",
            "mine" if stands else "gave",
            group,
            member_id,
        )
        for member_id, number, name, stands in card.facts["rows"]
    ]
    return [*in_rows(rows, 2), card.tap("home", "home")]


def _my_vouch(card: Card) -> list[Row]:
    group, member = str(card.facts["group_id"]), str(card.facts["member_id"])
    renew = [_renew(card)] if card.facts["renew"] else []
    # A third tap at the place of her name leads back, it takes nothing back.
    return [*renew, card.tap("back", "beads", group), card.tap("take_back", "take", group, member)]


def _vouch_expiring(card: Card) -> list[Row]:
    return [_renew(card), card.tap("let_it_end", "dismiss")]


def _renew(card: Card) -> Row:
    words = say_plain("button_renew", card.language, days=card.facts["days"])
    group, member = str(card.facts["group_id"]), str(card.facts["member_id"])
    return [named(words, "renew", group, member, style=GOOD)]


KEYBOARDS: Final[Mapping[str, Callable[[Card], list[Row]]]] = MappingProxyType(
    {
        "board": _board,
        "my_board": _my_board,
        "my_vouch": _my_vouch,
        "vouch_expiring": _vouch_expiring,
        "proxies_wait": page("look_at_groups", "groups"),
    }
)
