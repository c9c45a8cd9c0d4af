"""Whatever asks somebody to decide is repeated weekly: each such card, or a reason why not.

A card asks if one of its buttons is green or red, or if a subject sends it to a person by itself.
"""

import ast
from collections.abc import Iterator, Mapping
from typing import Final

from groups.approvals.model import RequestKind
from groups.pending.model import PendingKind
from groups.reminding import effects
from handlers.cards.keyboards import KEYBOARDS, Cards
from tests.handlers.test_cards import CARDS, FACTS, LINKS
from tests.tidy.tree import modules, name_of, parsed

# The cards of what is read by `groups/reminding/facts/waits.py: READERS`.
REPEATED: Final = {
    "admit_group",
    "loan_ballot",
    "loan_decide",
    "loan_confirm",
    "disputed",
    "proxies_wait",
    "pending_again",
    *(f"confirm_{kind}" for kind in RequestKind),
    *(f"pending_{kind}" for kind in PendingKind),  # once more as pending_again
    *(f"pending_{kind}_facilitator" for kind in PendingKind),
}

ONCE: Final[Mapping[str, str]] = {
    "still_waits": "it is the repetition",
    "meeting_today": "each meeting day anew",
    "meeting_missed": "after each day that was missed",
    "meetings_stopped": "after each day that was missed",
    "meeting_left_open": "daily, by its own step",
    "vouch_expiring": "her word ends on its day, whatever she does",
    "loan_due_soon": "a payment: the day after, its own reminder",
    "loan_due_past": "a payment: the books of the next meeting ask for it",
    "claimed": "her spoken consent stands; her own adds to it",
    "saved_line": "a receipt",
    "corrected_line": "a receipt",
    "settled_line": "a receipt",
    "shared_out_hers": "a receipt",
    "weekly_line": "each week anew",
    "opening_asked": "an answer to the asker",
    "group_admitted": "a notice; who joins does so in her own time",
    "group_refused": "a notice; the group may be set up again",
    "pending_merge_officer": "a notice with a way to stop it; the change waits for nobody",
    # Cards that she opened herself, in her own dialogue or page: nobody else waits for them.
    **dict.fromkeys(
        (
            "dismiss_facilitator",
            "facilitator",
            "home",
            "join_age",
            "join_notice",
            "join_ties",
            "leave",
            "loan_cancel",
            "loan_check",
            "loan_list",
            "me",
            "meeting_drop",
            "member",
            "member_own_kin",
            "my_vouch",
            "privacy",
            "register",
            "register_cash",
            "register_check",
            "set_up",
            "withdraw",
        ),
        "she opened it herself",
    ),
}


def test_every_card_that_asks_is_repeated_or_has_its_reason() -> None:
    asking = set(_with_a_coloured_button()) | (set(_said_by_groups()) & set(KEYBOARDS))

    assert asking - REPEATED - set(ONCE) == set()


def test_no_card_is_repeated_and_has_a_reason_why_not() -> None:
    assert REPEATED & set(ONCE) == set()


def test_the_cards_that_are_repeated_are_those_that_reminding_sends() -> None:
    sent = {
        node.value
        for path in modules()
        if name_of(path) == "groups/reminding/effects.py"
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Constant) and node.value in REPEATED
    }

    of_kinds = {f"confirm_{kind}" for kind in RequestKind}
    of_changes = {it for it in REPEATED if it.startswith("pending_")} - {"pending_again"}
    assert sent == REPEATED - of_kinds - of_changes
    assert len(effects.CARDS) == len(sent) + 1  # confirm_<kind> of all requests


def _with_a_coloured_button() -> Iterator[str]:
    for kind, step in CARDS:
        keyboard = Cards(LINKS)(kind, "en", {**FACTS, "step": step}, is_private=True)
        assert keyboard is not None
        buttons = [button for row in keyboard.inline_keyboard for button in row]
        if any((button.api_kwargs or {}).get("style") for button in buttons):
            yield kind


def _said_by_groups() -> Iterator[str]:
    for path in modules():
        if name_of(path).startswith("groups/"):
            for node in ast.walk(parsed(path)):
                if isinstance(node, ast.Call) and _is_say(node.func):
                    yield from (str(it.value) for it in node.args if isinstance(it, ast.Constant))


def _is_say(called: ast.expr) -> bool:
    return isinstance(called, ast.Name) and called.id == "say_to_person"
