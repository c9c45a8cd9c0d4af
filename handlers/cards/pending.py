"""The buttons of what waits: stop it, or let it take effect at once."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from handlers.buttons import BAD, GOOD, Row
from handlers.cards.card import Card


def _hers(card: Card) -> list[Row]:
    pending = str(card.facts["pending_id"])
    return [
        card.tap("not_me", "stop", pending, style=BAD),
        card.tap("yes_me", "hurry", pending, style=GOOD),
    ]


def _undo(card: Card) -> list[Row]:
    return [card.tap("undo_withdrawal", "stop", str(card.facts["pending_id"]), style=GOOD)]


def _stop_only(card: Card) -> list[Row]:
    return [card.tap("stop_pending", "stop", str(card.facts["pending_id"]), style=BAD)]


def _facilitators(card: Card) -> list[Row]:
    if not card.facts["may_hurry"]:
        return _stop_only(card)
    pending = str(card.facts["pending_id"])
    return [card.tap("have_seen_her", "hurry", pending, style=GOOD), *_stop_only(card)]


def _again(card: Card) -> list[Row]:
    if not card.facts["is_hers"]:
        return _facilitators(card)
    return _hers(card) if card.facts["may_hurry"] else _stop_only(card)


KEYBOARDS: Final[Mapping[str, Callable[[Card], list[Row]]]] = MappingProxyType(
    {
        "pending_move": _hers,
        "pending_move_facilitator": _facilitators,
        "pending_pictures": _hers,
        "pending_pictures_facilitator": _facilitators,
        "pending_withdrawal": _hers,
        "pending_withdrawal_facilitator": _facilitators,
        "pending_erasure": _undo,
        "pending_erasure_facilitator": _stop_only,
        "pending_merge": _stop_only,
        "pending_merge_facilitator": _stop_only,
        "pending_merge_officer": _stop_only,
        "pending_death": _stop_only,
        "pending_death_facilitator": _stop_only,
        "pending_again": _again,
    }
)
