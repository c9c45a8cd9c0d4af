"""The answers of a loan that is asked for step by step."""

import pytest

from groups.lending.model.proposal import LoanAskedFor
from groups.lending.rules.asking import (
    asked_of,
    in_one_line,
    next_step,
    with_tapped,
    with_typed,
    without,
)
from groups.loans.model.loan import Purpose
from groups.people.model.refusals import BadAnswer, NotFound
from groups.registers.model.money import LoanFund

WHOLE = {"amount": 5000_00, "months": 6, "purpose": "tailoring", "fund": "own"}


@pytest.mark.parametrize(
    ("answers", "step"),
    [({}, "amount"), ({"amount": 1}, "months"), (WHOLE, "check"), ({**WHOLE, "fund": ""}, "fund")],
)
def test_the_first_question_without_an_answer_is_next(
    answers: dict[str, object], step: str
) -> None:
    assert next_step(answers) == step


def test_one_line_answers_three_questions() -> None:
    line = in_one_line("5000 6 sewing machine")

    assert line == {"amount": 5000_00, "months": 6, "words": "sewing machine"}


def test_a_line_that_cannot_be_read_answers_none() -> None:
    assert in_one_line("a sewing machine") is None


@pytest.mark.parametrize(
    ("field", "value", "kept"),
    [("months", "१२", 12), ("purpose", "tailoring", "tailoring"), ("fund", "own", "own")],
)
def test_what_is_tapped_is_kept(field: str, value: str, kept: object) -> None:
    assert with_tapped({"words": "x"}, field, value) == {"words": "x", field: kept}


@pytest.mark.parametrize(
    ("field", "value"), [("amount", "5"), ("purpose", "a car"), ("fund", "another")]
)
def test_a_button_that_there_is_not_is_refused(field: str, value: str) -> None:
    with pytest.raises(NotFound):
        with_tapped({}, field, value)


@pytest.mark.parametrize("months", ["0", "61", "six", "999"])
def test_months_beyond_all_sense_are_refused(months: str) -> None:
    with pytest.raises(BadAnswer) as refusal:
        with_tapped({}, "months", months)

    assert refusal.value == BadAnswer("months")


@pytest.mark.parametrize(
    ("step", "text", "changed"),
    [
        ("amount", "5,000", {"amount": 5000_00}),
        ("months", " 6 ", {"months": 6}),
        ("amount", "5000 6", {"amount": 5000_00, "months": 6}),
        ("months", "5000 6 a cow", {"amount": 5000_00, "months": 6, "words": "a cow"}),
        ("purpose", "5000 6 a cow", {"words": "5000 6 a cow"}),
        ("check", "x" * 300, {"words": "x" * 200}),
    ],
)
def test_what_is_typed_answers_the_open_question(
    step: str, text: str, changed: dict[str, object]
) -> None:
    assert with_typed({"words": "old"}, step, text) == {"words": "old", **changed}


@pytest.mark.parametrize("amount", ["much", "5000.50"])
def test_an_amount_is_whole_rupees(amount: str) -> None:
    with pytest.raises(BadAnswer) as refusal:
        with_typed({}, "amount", amount)

    assert refusal.value == BadAnswer("amount")


def test_one_question_is_asked_anew() -> None:
    assert without(WHOLE, "months") == {name: WHOLE[name] for name in ("amount", "purpose", "fund")}


def test_a_question_that_there_is_not_is_refused() -> None:
    with pytest.raises(NotFound):
        without(WHOLE, "member")


def test_all_answers_make_what_is_asked_for() -> None:
    assert asked_of({**WHOLE, "voice": "v1"}) == LoanAskedFor(
        LoanFund.OWN, 5000_00, 6, Purpose.TAILORING, "", "v1"
    )


def test_while_an_answer_is_missing_nothing_is_asked_for() -> None:
    assert asked_of(without(WHOLE, "fund")) is None
