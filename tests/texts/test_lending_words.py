"""The words of a loan: why a ballot ended as it did, and who has yet to confirm a hand-over."""

from dataclasses import replace
from datetime import date

import pytest

from groups.loans.model.loan import LoanState
from groups.registers.model.meeting import CashReason
from tests.texts.examples.chat_loans import LOAN, QUEUED_BEFORE
from tests.texts.examples.web_loans import LENDING, LINE, OPEN, PAGE
from texts.languages import LANGUAGES
from texts.say import render, say
from webapp.pages.registers import money_facts

MISSING = ("borrower", "office", "officers", "officer")


def of_ballot(yes: int | None, no: int | None, abstained: int | None, needed: int) -> str:
    """Return the group's message of a ballot that did not carry."""
    counts = {"yes": yes, "no": no, "abstained": abstained, "needed": needed}
    return say("loan_rejected", "en", **{**LOAN, "state": "rejected", **counts})


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("missing", MISSING)
def test_chat_register_and_page_say_alike_who_has_yet_to_confirm(
    language: str, missing: str
) -> None:
    words = render("chat/_missing.html", language, missing=missing).strip()
    approved = replace(LINE, loan=replace(LINE.loan, state=LoanState.APPROVED))
    page = replace(PAGE, line=approved, from_day=date(2026, 12, 1), missing=missing)
    in_register = replace(
        LENDING, hand_overs=tuple(it for it in LENDING.hand_overs if it.missing == missing)
    )

    confirmed = say("loan_confirmed", language, missing=missing, from_day="2026-12-01")
    refused = say("refusals/not_handed_over", language, why=missing, name="Meena")
    loan = render(
        "web/loan.html",
        language,
        page=page,
        ballot=replace(OPEN, is_carried=True),
        said="",
        is_turn=False,
    )
    register = render(
        "web/register.html",
        language,
        page=in_register,
        reasons=tuple(CashReason),
        may_take=True,
        **money_facts(in_register),
    )

    for told in (confirmed, refused, loan, register):
        assert words in told


def test_the_result_says_why() -> None:
    why = (
        "8 yes are needed, of the 11 sisters who may vote. Who stays away does not count as a yes."
    )

    assert f"Yes 6, no 2, abstained 1. Did not vote: 2. {why}" in of_ballot(6, 2, 1, 8)
    assert f"Yes 6, no 3, abstained 2. {why}" in of_ballot(6, 3, 2, 8)


def test_where_the_numbers_would_betray_a_vote_the_rule_alone_is_told() -> None:
    told = of_ballot(None, None, None, 8)

    assert "Yes" not in told.replace("said yes", "")
    assert "8 yes are needed, of the 11 sisters who may vote." in told


def test_a_ballot_queued_before_its_yes_were_told_is_still_sent() -> None:
    assert "are needed" not in say("loan_ballot", "en", **QUEUED_BEFORE)
