"""The buttons of a loan: the form, the ballot, the facilitator's decision, the hand-over."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from groups.loans.model.loan import Purpose
from handlers.buttons import BAD, GOOD, Row, in_rows, named
from handlers.cards.card import Card
from texts.say import say_plain

_MONTHS: Final = ("3", "6", "10", "12", "18", "24")


def _loan(card: Card) -> str:
    return str(card.facts["loan_id"])


def _ballot(card: Card) -> list[Row]:
    if card.facts["state"] != "proposed":
        return []
    loan = _loan(card)
    return [
        [
            *card.tap("vote_yes", "vote", loan, "yes", style=GOOD),
            *card.tap("vote_no", "vote", loan, "no", style=BAD),
        ],
        card.tap("vote_abstain", "vote", loan, "abstain"),
        *_listen(card),
    ]


def _listen(card: Card) -> list[Row]:
    return [card.tap("listen", "hear", _loan(card))] if card.facts["has_voice"] else []


def _decide(card: Card) -> list[Row]:
    loan = _loan(card)
    return [
        *_listen(card),
        card.tap("loan_approve", "loanyes", loan, style=GOOD),
        card.tap("loan_return", "loanno", loan, style=BAD),
    ]


def _confirm(card: Card) -> list[Row]:
    yes = card.tap("yes_right", "loanok", _loan(card), style=GOOD)
    return [yes, card.tap("loan_take_back", "loancancel", _loan(card), style=BAD)]


def _cancel(card: Card) -> list[Row]:
    if not card.facts["is_hers"]:
        return []
    yes = card.tap("loan_take_back_yes", "loancancelyes", _loan(card), style=BAD)
    return [yes, card.tap("loan_keep", "loans")]


def _list(card: Card) -> list[Row]:
    ballots = [
        [named(f"🗳 {number} · {name}", "ballot", loan_id)]
        for loan_id, number, name in card.facts["ballots"]
    ]
    back = [
        card.tap("loan_take_back", "loancancel", loan["id"], style=BAD)
        for loan in card.facts["loans"]
        if loan["state"] != "paid_out"
    ]
    ask = [card.tap("loan_ask", "askloan")] if card.facts["may_ask"] else []
    return [*ballots, *ask, *card.opens("loans_page", "loans"), *back, card.tap("home", "home")]


def _ask(card: Card) -> list[Row]:
    return [*_answers(card), card.tap("loan_leave", "loans")]


def _answers(card: Card) -> list[Row]:
    match str(card.facts["step"]):
        case "months":
            return in_rows((named(it, "ask", "months", it) for it in _MONTHS), 3)
        case "purpose":
            named_ = [
                named(_words("_purpose", card, purpose=it.value), "ask", "purpose", it.value)
                for it in Purpose
            ]
            return in_rows(named_, 2)
        case "fund":
            return [
                [named(_words("_fund", card, fund=fund), "ask", "fund", fund)]
                for fund in card.facts["funds"]
            ]
        case _:
            return []


def _check(card: Card) -> list[Row]:
    send = [card.tap("loan_send", "asksend", style=GOOD)] if card.facts["is_open"] else []
    changes = [
        named(_label(f"loan_change_{it}", card), "askagain", it)
        for it in ("amount", "months", "purpose", *card.facts["more"])
    ]
    return [*send, *in_rows(changes, 2), card.tap("loan_leave", "loans")]


def _asked(card: Card) -> list[Row]:
    back = card.tap("loan_take_back", "loancancel", _loan(card))
    return [*card.opens("loans_page", "loans"), back]


def _due(card: Card) -> list[Row]:
    return [*card.opens("loans_page", "loans"), card.tap("no_reminders", "remind", "off")]


def _words(template: str, card: Card, **facts: str) -> str:
    return say_plain(template, card.language, **facts)


def _label(name: str, card: Card) -> str:
    return say_plain("button", card.language, name=name)


KEYBOARDS: Final[Mapping[str, Callable[[Card], list[Row]]]] = MappingProxyType(
    {
        "loan_ballot": _ballot,
        "loan_decide": _decide,
        "loan_confirm": _confirm,
        "loan_cancel": _cancel,
        "loan_list": _list,
        "loan_ask": _ask,
        "loan_check": _check,
        "loan_asked": _asked,
        "loan_ballot_hers": _asked,
        "loan_due_soon": _due,
        "loan_due_past": _due,
    }
)
