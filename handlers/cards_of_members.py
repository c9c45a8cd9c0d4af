"""The buttons under a facilitator's groups, a group's members, and what is hers to end."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from handlers.buttons import BAD, GOOD, Row, in_rows, named
from handlers.card import Card

_GROUP_MARKS: Final = MappingProxyType({"waiting": "⏳", "alone": "🤝"})
_GROUP_VERBS: Final = MappingProxyType({"waiting": "look", "alone": "takeover"})
_MEMBER_MARKS: Final = MappingProxyType({"waiting": "⏳ ", "frozen": "⏸️ "})


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


def _members(card: Card) -> list[Row]:
    names = [
        named(f"{_MEMBER_MARKS.get(state, '')}{number} · {name}", "member", member_id)
        for member_id, number, name, state in card.facts["rows"]
    ]
    add = [card.tap("add_member", "add")] if card.facts["may_add"] else []
    return [*in_rows(names, 2), *add, card.tap("home", "home")]


def _member(card: Card) -> list[Row]:
    member = str(card.facts["member_id"])
    offered = (
        ("may_rename", "rename", None),
        ("may_freeze", "freeze", BAD),
        ("may_thaw", "thaw", GOOD),
        ("may_ask_leaving", "leaves", BAD),
        ("may_ask_leaving", "takesback", BAD),
        ("may_tell_death", "died", BAD),
    )
    rows = [
        card.tap(verb, verb, member, style=style) for may, verb, style in offered if card.facts[may]
    ]
    if card.facts["may_propose_loan"]:
        rows.append(card.tap("loan_for", "loanfor", member))
    if card.facts["may_make_code"]:
        name = "own_phone" if card.facts["phone"] == "none" else "new_phone"
        rows.append(card.tap(name, "code", member))
    if card.facts["may_tell_ties"]:
        rows += _tie_boards(card, "kin", "household")
    return [*rows, card.tap("back", "members", str(card.facts["group_id"]))]


def _facilitators(card: Card) -> list[Row]:
    return [
        [named(f"✖️ {name}", "unname", person_id)] for person_id, name in card.facts["dismissible"]
    ]


def _dismiss_facilitator(card: Card) -> list[Row]:
    person = str(card.facts["person_id"])
    return [card.tap("unname_yes", "unnameyes", person, style=BAD), card.tap("no_wrong", "dismiss")]


def _member_added(card: Card) -> list[Row]:
    return _tie_boards(card, "kin", "household")


def _ties_of(card: Card) -> list[Row]:
    member, tie = str(card.facts["member_id"]), str(card.facts["tie"])
    names = [
        named(
            f"{'✅ ' if is_tied else ''}{number} · {name}",
            "kinset",
            tie,
            member,
            other_id,
            "ended" if is_tied else "declared",
        )
        for other_id, number, name, is_tied in card.facts["others"]
    ]
    other = _tie_boards(card, "household" if tie == "kin" else "kin")
    return [*in_rows(names, 2), *other, card.tap("back", "member", member)]


def _tie_boards(card: Card, *ties: str) -> list[Row]:
    member = str(card.facts["member_id"])
    return [card.tap(f"{tie}_of", "kin", tie, member) for tie in ties]


def _me(card: Card) -> list[Row]:
    home = card.tap("home", "home")
    if not card.facts["member_id"]:
        return [*_privacy(card), home]
    return [
        card.tap("rename", "rename", str(card.facts["member_id"])),
        _reminders(card),
        card.tap("leave", "leave", str(card.facts["group_id"])),
        *_privacy(card),
        home,
    ]


def _reminders(card: Card) -> Row:
    if card.facts["reminders"]:
        return card.tap("no_reminders", "remind", "off")
    return card.tap("reminders", "remind", "on")


def _privacy(card: Card) -> list[Row]:
    return [card.tap("withdraw", "withdraw", style=BAD)] if card.facts["may_withdraw"] else []


def _claimed(card: Card) -> list[Row]:
    if not card.facts["asks"]:
        return [card.tap("home", "home")]
    return [card.tap("agree", "consent", style=GOOD), card.tap("withdraw", "withdraw", style=BAD)]


def _withdraw(card: Card) -> list[Row]:
    group = str(card.facts["group_id"])
    return [
        card.tap("withdraw_yes", "withdrawyes", group, style=BAD),
        card.tap("withdraw_no", "home"),
    ]


def _leave(card: Card) -> list[Row]:
    group = str(card.facts["group_id"])
    return [card.tap("leave_yes", "leaveyes", group, style=BAD), card.tap("stay", "home")]


KEYBOARDS: Final[Mapping[str, Callable[[Card], list[Row]]]] = MappingProxyType(
    {
        "facilitator": _facilitator,
        "members": _members,
        "member": _member,
        "facilitators": _facilitators,
        "dismiss_facilitator": _dismiss_facilitator,
        "member_added": _member_added,
        "ties_of": _ties_of,
        "me": _me,
        "privacy": _privacy,
        "leave": _leave,
        "withdraw": _withdraw,
        "claimed": _claimed,
    }
)
