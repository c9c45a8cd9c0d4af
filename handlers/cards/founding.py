"""The buttons of a group's set-up, admission and settings."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from handlers.buttons import BAD, GOOD, Row, in_rows, label, link, named
from handlers.cards.card import Card, tongues
from texts import amounts, days

_HOURS: Final = (9, 10, 11, 12, 13, 14, 15, 16, 17)
_SAVINGS: Final = (10, 20, 30, 50, 100, 200)  # rupees


def _welcome(card: Card) -> list[Row]:
    return [link("set_up", card.language, card.links.start(f"set_{card.token}"))]


def _join(card: Card) -> list[Row]:
    return [link("join", card.language, card.links.start(f"join_{card.token}"))]


def _set_up(card: Card) -> list[Row]:
    step, language = str(card.facts["step"]), card.language
    proposal, keep = card.facts["proposal"], str(card.facts["keep"])
    match step:
        case "name" | "village":
            return [[named(str(proposal), "setup", step, keep)]] if proposal else []
        case "language":
            return tongues("setup", step)
        case "day":
            week = [named(days.weekday(at, language), "setup", step, str(at)) for at in range(7)]
            return in_rows(week, 2)
        case "clock":
            hours = [days.clock(hour * 60, language) for hour in _HOURS]
            return in_rows((named(hour, "setup", step, hour) for hour in hours), 3)
        case "saving":
            shown = [(amounts.amount(it * 100, language), str(it)) for it in _SAVINGS]
            return in_rows((named(words, "setup", step, it) for words, it in shown), 3)
        case _:
            return _check(card)


def _check(card: Card) -> list[Row]:
    changes = [
        named(label(f"change_{it}", card.language), "setup", "check", it)
        for it in ("name", "village", "language", "day", "clock", "saving")
    ]
    return [card.tap("all_right", "setup", "check", "yes", style=GOOD), *in_rows(changes, 3)]


def _admit_group(card: Card) -> list[Row]:
    group = str(card.facts["group_id"])
    return [
        card.tap("admit", "admit", group, style=GOOD),
        card.tap("refuse", "refuse", group, style=BAD),
    ]


def _settings(card: Card) -> list[Row]:
    group = str(card.facts["group_id"])
    if not card.facts.get("may_change"):
        return card.opens("more_settings", "settings")
    return [
        [
            named(label("change_name", card.language), "gname", group),
            named(label("change_village", card.language), "gvillage", group),
        ],
        card.tap("group_language", "glang", group),
        card.tap("meeting_day", "gday", group),
        *card.opens("more_settings", "settings"),
    ]


def _settings_day(card: Card) -> list[Row]:
    group = str(card.facts["group_id"])
    week = [named(days.weekday(at, card.language), "gdayset", group, str(at)) for at in range(7)]
    return in_rows(week, 2)


def _settings_language(card: Card) -> list[Row]:
    return tongues("glangset", str(card.facts["group_id"]))


KEYBOARDS: Final[Mapping[str, Callable[[Card], list[Row]]]] = MappingProxyType(
    {
        "welcome": _welcome,
        "set_up": _set_up,
        "admit_group": _admit_group,
        "group_admitted": _join,
        "group_refused": _welcome,
        "set_up_active": _join,
        "settings": _settings,
        "settings_day": _settings_day,
        "settings_language": _settings_language,
    }
)
