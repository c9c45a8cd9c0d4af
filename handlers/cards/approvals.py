"""The buttons with which a second person confirms or declines."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from handlers.buttons import BAD, GOOD, Row
from handlers.cards.card import Card


def _second_person(card: Card) -> list[Row]:
    request = str(card.facts["request_id"])
    return [
        card.tap("yes_right", "confirm", request, style=GOOD),
        card.tap("no_wrong", "decline", request, style=BAD),
    ]


def _cutoff(card: Card) -> list[Row]:
    return [*card.opens("old_books", "opening"), *_second_person(card)]


def _show_all(card: Card) -> list[Row]:
    return [card.tap("show_what_waits", "allwaits", style=GOOD)]


KEYBOARDS: Final[Mapping[str, Callable[[Card], list[Row]]]] = MappingProxyType(
    {
        "confirm_member": _second_person,
        "confirm_leaving": _second_person,
        "confirm_kinship": _second_person,
        "confirm_role": _second_person,
        "confirm_register": _second_person,
        "confirm_cash": _second_person,
        "confirm_claim": _second_person,
        "confirm_pin": _second_person,
        "confirm_withdrawal": _second_person,
        "confirm_share_out": _second_person,
        "confirm_cutoff": _cutoff,
        "confirm_waiver": _second_person,
        "confirm_reschedule": _second_person,
        "confirm_write_off": _second_person,
        "still_waits": _show_all,
    }
)
