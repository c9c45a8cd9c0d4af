"""Every kind of request is declared by one subject, decided in one place, and has its card."""

import pkgutil
from collections import Counter
from collections.abc import Iterable
from importlib import import_module

import groups
from groups.approvals.facts import Approval
from groups.approvals.model import RequestKind
from groups.deciding.acts import MATTERS
from texts.say import TEMPLATES

CARDS = {path.stem for path in (TEMPLATES / "chat").glob("confirm_*.html")}


def all_approvals() -> list[Approval]:
    """Return every declaration of the groups, each once, wherever it stands."""
    found = {
        id(value): value
        for module in pkgutil.walk_packages(groups.__path__, "groups.")
        for value in vars(import_module(module.name)).values()
        if isinstance(value, Approval)
    }
    return list(found.values())


def problems(kinds: Iterable[RequestKind], cards: Iterable[str]) -> list[str]:
    """Return the kinds that do not stand there exactly once, and those without a card."""
    counted, known = Counter(kinds), set(cards)
    return [
        *(f"{kind.value}: {counted[kind]} times" for kind in RequestKind if counted[kind] != 1),
        *(f"{kind.value}: no card" for kind in RequestKind if f"confirm_{kind}" not in known),
    ]


def test_every_kind_is_declared_once() -> None:
    assert problems((approval.kind for approval in all_approvals()), CARDS) == []


def test_every_kind_is_decided_in_one_place() -> None:
    assert problems((matter.approval.kind for matter in MATTERS), CARDS) == []


def test_a_kind_that_is_missing_or_doubled_is_found() -> None:
    kinds = [kind for kind in RequestKind if kind is not RequestKind.PIN]

    assert problems([*kinds, RequestKind.ROLE], CARDS - {"confirm_claim"}) == [
        "role: 2 times",
        "pin: 0 times",
        "claim: no card",
    ]


def test_no_card_is_kept_for_a_kind_that_nobody_asks_for() -> None:
    assert CARDS - {f"confirm_{kind}" for kind in RequestKind} == set()
