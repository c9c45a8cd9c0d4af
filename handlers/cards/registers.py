"""The buttons of a register that is filled in in the chat."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from telegram import InlineKeyboardButton

from handlers.buttons import GOOD, Row, in_rows, label, named
from handlers.cards.card import Card
from texts import amounts

_MARKS: Final = MappingProxyType({"present": "✅", "late": "⏰", "absent": "❌", "excused": "✋"})
_REASONS: Final = ("miscount_before", "change_owed", "spent_unrecorded", "found", "unknown")


def _register(card: Card) -> list[Row]:
    meeting = _meeting(card)
    is_counted = card.facts["counted"] is not None
    label_of_next, verb = ("check_all", "check") if is_counted else ("count_cash", "count")
    return [
        *([_name(card, row)] for row in card.facts["sisters"]),
        *_turns(card, "reg"),
        card.tap("exceptions", "pick", meeting, str(card.facts["page"])),
        card.tap(label_of_next, verb, meeting, style=GOOD),
        card.tap("drop_meeting", "drop", meeting),
    ]


def _register_pick(card: Card) -> list[Row]:
    back = card.tap("back_to_names", "reg", _meeting(card), str(card.facts["page"]))
    return [
        *([_name(card, row, picks=True)] for row in card.facts["sisters"]),
        *_turns(card, "pick"),
        back,
    ]


def _turns(card: Card, verb: str) -> list[Row]:
    page, pages = int(card.facts["page"]), int(card.facts["pages"])
    turns = [named("⬅️", verb, _meeting(card), str(page - 1))] if page else []
    turns += [named("➡️", verb, _meeting(card), str(page + 1))] if page + 1 < pages else []
    return [turns] if turns else []


def _name(
    card: Card, row: tuple[str, int, str, str, int], *, picks: bool = False
) -> InlineKeyboardButton:
    """The button of one member. It carries the new mark, so a second tap changes nothing."""
    member, number, name, mark, paid = row
    words = f"{_MARKS[mark]} {number} · {name} · {amounts.amount(paid, card.language)}"
    if picks:
        return named(words, "line", _meeting(card), member)
    towards = "absent" if mark == "present" else "present"
    return named(words, "mark", _meeting(card), member, towards)


def _register_line(card: Card) -> list[Row]:
    meeting, member = _meeting(card), str(card.facts["member_id"])
    marks = [
        named(label(f"mark_{mark}", card.language), "mark", meeting, member, mark)
        for mark in ("present", "late", "absent", "excused")
    ]
    paid = [
        named(_offer(card, paise), "paid", meeting, member, str(paise))
        for paise in card.facts["amounts"]
    ]
    return [*in_rows(marks, 2), *in_rows(paid, 3), _back(card)]


def _offer(card: Card, paise: int) -> str:
    """An amount in paise as words; as a number of shares if the group saves in shares."""
    share = int(card.facts["share"])
    if share:
        return f"{paise // share} × {amounts.amount(share, card.language)}"
    return amounts.amount(paise, card.language)


def _register_cash(card: Card) -> list[Row]:
    expected = str(card.facts["expected"])
    as_books = card.tap("as_books", "counted", _meeting(card), expected, style=GOOD)
    return [as_books, _back(card)]


def _register_reason(card: Card) -> list[Row]:
    why = [card.tap(reason, "why", _meeting(card), reason) for reason in _REASONS]
    return [*why, card.tap("count_again", "count", _meeting(card)), _back(card)]


def _register_check(card: Card) -> list[Row]:
    meeting = _meeting(card)
    return [
        card.tap("close_meeting", "close", meeting, style=GOOD),
        card.tap("count_again", "count", meeting),
        _back(card),
    ]


def _register_held(card: Card) -> list[Row]:
    take = [card.tap("go_on_here", "takereg", _meeting(card))] if card.facts["may_take"] else []
    return [*take, card.tap("home", "home")]


def _back(card: Card) -> Row:
    return card.tap("back_to_names", "reg", _meeting(card))


def _meeting(card: Card) -> str:
    return str(card.facts["meeting_id"])


KEYBOARDS: Final[Mapping[str, Callable[[Card], list[Row]]]] = MappingProxyType(
    {
        "register": _register,
        "register_pick": _register_pick,
        "register_line": _register_line,
        "register_cash": _register_cash,
        "register_reason": _register_reason,
        "register_check": _register_check,
        "register_held": _register_held,
    }
)
