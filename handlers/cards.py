"""The buttons under every kind of message that has some; what a button does is in `taps`.

A kind is the name of a template in templates/chat/. Facts are those of the message; `token` is the
unguessable name of the group that the message is about, put in by the sender.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from telegram import InlineKeyboardMarkup

from handlers import cards_of_loans, cards_of_meetings, cards_of_members
from handlers.buttons import BAD, GOOD, Row, in_rows, label, link, named
from handlers.card import Card, Facts
from handlers.links import Links
from texts import amounts, days
from texts.say import say_plain

_HOURS: Final = (9, 10, 11, 12, 13, 14, 15, 16, 17)
_SAVINGS: Final = (10, 20, 30, 50, 100, 200)  # rupees


class Cards:
    """The keyboards, once it is known how people reach the bot and the mini-app."""

    def __init__(self, links: Links) -> None:
        self._links = links

    def __call__(
        self, kind: str, language: str, facts: Facts, *, is_private: bool
    ) -> InlineKeyboardMarkup | None:
        """The buttons under a kind of message; None for words alone."""
        rows_of = KEYBOARDS.get(kind)
        if rows_of is None:
            return None
        rows = rows_of(Card(language, facts, self._links, is_private))
        return InlineKeyboardMarkup(rows) if rows else None


# --- starting a group -----------------------------------------------------------------------------


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
            return _tongues("setup", step)
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


# --- joining --------------------------------------------------------------------------------------


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


# --- two persons ----------------------------------------------------------------------------------


def _second_person(card: Card) -> list[Row]:
    request = str(card.facts["request_id"])
    return [
        card.tap("yes_right", "confirm", request, style=GOOD),
        card.tap("no_wrong", "decline", request, style=BAD),
    ]


def _cutoff(card: Card) -> list[Row]:
    return [*card.opens("old_books", "opening"), *_second_person(card)]


# --- vouching -------------------------------------------------------------------------------------


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
    return [*renew, card.tap("take_back", "take", group, member), card.tap("back", "beads", group)]


def _vouch_expiring(card: Card) -> list[Row]:
    return [_renew(card), card.tap("let_it_end", "dismiss")]


def _renew(card: Card) -> Row:
    words = say_plain("button_renew", card.language, days=card.facts["days"])
    group, member = str(card.facts["group_id"]), str(card.facts["member_id"])
    return [named(words, "renew", group, member, style=GOOD)]


# --- herself --------------------------------------------------------------------------------------


def _home(card: Card) -> list[Row]:
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
    return [
        link("add_to_group", card.language, card.links.add_to_group()),
        card.tap("languages", "languages"),
    ]


def _tongues(verb: str, *parts: str) -> list[Row]:
    """Each language in its own name."""
    return [[named("हिन्दी", verb, *parts, "hi")], [named("English", verb, *parts, "en")]]


def _settings(card: Card) -> list[Row]:
    group = str(card.facts["group_id"])
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
    return _tongues("glangset", str(card.facts["group_id"]))


def _go_private(card: Card) -> list[Row]:
    return [link("open_private", card.language, card.links.start("open"))]


def _who_are_you(card: Card) -> list[Row]:
    return [card.tap("it_is_me", "command", str(card.facts["command"]))]


def _weekly_line(card: Card) -> list[Row]:
    group, period = str(card.facts["group_id"]), str(card.facts["period"])
    return [*card.opens("all_causes", "points"), card.tap("wrong", "wrong", group, period)]


def _recorded(card: Card) -> list[Row]:
    group, meeting = str(card.facts["group_id"]), str(card.facts["meeting_id"])
    wrong = card.tap("wrong", "wrongline", group, meeting)
    return [*card.opens("my_passbook", "passbook"), wrong]


def _disputed(card: Card) -> list[Row]:
    dispute = str(card.facts["dispute_id"])
    upheld = card.tap("upheld", "dispute", dispute, "upheld")
    if card.facts["line"] == "score":
        return [upheld, card.tap("corrected", "dispute", dispute, "corrected")]
    return [upheld, *card.opens("put_right", "meetings")]


def _page(name: str, page: str) -> Callable[[Card], list[Row]]:
    return lambda card: card.opens(name, page)


KEYBOARDS: Final[Mapping[str, Callable[[Card], list[Row]]]] = MappingProxyType(
    {
        "welcome": _welcome,
        "set_up": _set_up,
        "admit_group": _admit_group,
        "group_admitted": _join,
        "set_up_active": _join,
        "join_notice": _join_notice,
        "join_age": _join_age,
        "join_ties": _join_ties,
        "confirm_member": _second_person,
        "confirm_leaving": _second_person,
        "confirm_kinship": _second_person,
        "confirm_role": _second_person,
        "confirm_register": _second_person,
        "confirm_claim": _second_person,
        "confirm_pin": _second_person,
        "confirm_share_out": _second_person,
        "confirm_cutoff": _cutoff,
        "opening_asked": _page("old_books", "opening"),
        "confirm_waiver": _second_person,
        "confirm_reschedule": _second_person,
        "confirm_write_off": _second_person,
        "proxies_wait": _page("look_at_groups", "groups"),
        "board": _board,
        "my_board": _my_board,
        "my_vouch": _my_vouch,
        "vouch_expiring": _vouch_expiring,
        "minutes": _page("our_standing", "standing"),
        "group_refused": _welcome,
        "correction": _page("our_standing", "standing"),
        "saved_line": _recorded,
        "corrected_line": _recorded,
        "settled_line": _page("my_passbook", "passbook"),
        "shared_out": _page("our_standing", "standing"),
        "shared_out_hers": _page("my_passbook", "passbook"),
        "points": _page("all_causes", "points"),
        "weekly_line": _weekly_line,
        "disputed": _disputed,
        "group": _page("our_standing", "standing"),
        "status": _page("our_standing", "standing"),
        "home": _home,
        "newcomer": _newcomer,
        "language": lambda _: _tongues("language"),
        "settings": _settings,
        "settings_day": _settings_day,
        "settings_language": _settings_language,
        "go_private": _go_private,
        "help_group": _go_private,
        "who_are_you": _who_are_you,
        **cards_of_loans.KEYBOARDS,
        **cards_of_meetings.KEYBOARDS,
        **cards_of_members.KEYBOARDS,
    }
)
