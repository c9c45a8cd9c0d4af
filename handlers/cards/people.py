"""The buttons under a group's members."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from handlers.buttons import BAD, GOOD, Row, in_rows, named
from handlers.cards.card import Card, tie_boards

_MEMBER_MARKS: Final = MappingProxyType({"waiting": "⏳ ", "frozen": "⏸️ "})


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
        rows += tie_boards(card, "kin", "household")
    if card.facts.get("may_tell_own_kin"):  # cards from before do not say it
        rows.append(card.tap("own_kin", "ownkin", member))
    return [*rows, card.tap("back", "members", str(card.facts["group_id"]))]


def _member_own_kin(card: Card) -> list[Row]:
    member = str(card.facts["member_id"])
    yes = card.tap("own_kin_yes", "ownkinyes", member, style=BAD)
    return [yes, card.tap("no_wrong", "member", member)]


KEYBOARDS: Final[Mapping[str, Callable[[Card], list[Row]]]] = MappingProxyType(
    {
        "members": _members,
        "member": _member,
        "member_own_kin": _member_own_kin,
    }
)
