"""How the answers of the set-up are read."""

from dataclasses import replace

import pytest

from groups.founding.model import SetUpStep
from groups.founding.rules import checked, next_step, proposal, read_answer, set_up_of
from groups.people.model.group import Group, GroupState, SetUp
from groups.people.model.refusals import BadAnswer

AGREED = SetUp("Ekta", "Chunar", "hi", meeting_day=4, meeting_minute=660, saving=20_00)


@pytest.mark.parametrize(
    ("step", "text", "answer"),
    [
        (SetUpStep.NAME, " Ekta  samuh", "Ekta samuh"),
        (SetUpStep.VILLAGE, "चुनार", "चुनार"),
        (SetUpStep.LANGUAGE, "hi", "hi"),
        (SetUpStep.DAY, "0", 0),
        (SetUpStep.DAY, "6", 6),
        (SetUpStep.CLOCK, "10", 600),
        (SetUpStep.CLOCK, " 9:05 ", 545),
        (SetUpStep.CLOCK, "9.30", 570),
        (SetUpStep.CLOCK, "११:००", 660),
        (SetUpStep.CLOCK, "3 PM", 900),
        (SetUpStep.CLOCK, "12 am", 0),
        (SetUpStep.CLOCK, "12:15 p.m.", 735),
        (SetUpStep.CLOCK, "4 बजे", 240),
        (SetUpStep.CLOCK, "23:59", 1439),
        (SetUpStep.SAVING, "20", 20_00),
        (SetUpStep.SAVING, "₹20", 20_00),
        (SetUpStep.SAVING, "Rs. 1,000/-", 1000_00),
        (SetUpStep.SAVING, "१०० रुपये", 100_00),
        (SetUpStep.SAVING, "10000", 10_000_00),
    ],
)
def test_an_answer_is_read(step: SetUpStep, text: str, answer: str | int) -> None:
    assert read_answer(step, text) == answer


@pytest.mark.parametrize(
    ("step", "text"),
    [
        (SetUpStep.NAME, "  "),
        (SetUpStep.VILLAGE, "..."),
        (SetUpStep.LANGUAGE, "fr"),
        (SetUpStep.DAY, "7"),
        (SetUpStep.DAY, "Friday"),
        (SetUpStep.DAY, "²"),
        (SetUpStep.CLOCK, "noon"),
        (SetUpStep.CLOCK, "24"),
        (SetUpStep.CLOCK, "10:60"),
        (SetUpStep.CLOCK, "13 pm"),
        (SetUpStep.CLOCK, "0 am"),
        (SetUpStep.SAVING, "much"),
        (SetUpStep.SAVING, "-5"),
        (SetUpStep.SAVING, "0"),
        (SetUpStep.SAVING, ","),
        (SetUpStep.SAVING, "20.50"),
        (SetUpStep.SAVING, "10001"),
        (SetUpStep.CHECK, "yes"),
    ],
)
def test_an_answer_that_makes_no_sense_names_its_question(step: SetUpStep, text: str) -> None:
    with pytest.raises(BadAnswer) as refusal:
        read_answer(step, text)

    assert refusal.value == BadAnswer(step.value)


def test_a_set_up_that_makes_sense_is_made_plain() -> None:
    assert checked(replace(AGREED, name=" Ekta ")) == AGREED


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        (replace(AGREED, name=""), "name"),
        (replace(AGREED, village=""), "village"),
        (replace(AGREED, language="fr"), "language"),
        (replace(AGREED, meeting_day=7), "day"),
        (replace(AGREED, meeting_minute=1440), "clock"),
        (replace(AGREED, saving=50), "saving"),
        (replace(AGREED, saving=20_50), "saving"),
    ],
)
def test_a_set_up_that_makes_no_sense_names_the_field(wrong: SetUp, field: str) -> None:
    with pytest.raises(BadAnswer) as refusal:
        checked(wrong)

    assert refusal.value == BadAnswer(field)


def test_the_next_question_is_the_first_without_an_answer() -> None:
    assert next_step({SetUpStep.NAME: "Ekta", SetUpStep.DAY: 1}) is SetUpStep.VILLAGE


def test_half_an_answer_is_no_set_up() -> None:
    assert set_up_of({SetUpStep.NAME: "Ekta"}) is None


def test_her_own_answer_is_proposed_before_what_stands() -> None:
    group = Group(
        "g",
        GroupState.NEW,
        "Ekta",
        "",
        "hi",
        "Asia/Kolkata",
        4,
        660,
        2000,
        "c",
        "t",
        None,
        None,
        None,
    )

    assert [
        proposal(group, SetUpStep.NAME, {"name": "Asha"}),
        proposal(group, SetUpStep.NAME, {}),
        proposal(group, SetUpStep.VILLAGE, {}),
        proposal(group, SetUpStep.CHECK, {}),
    ] == ["Asha", "Ekta", None, None]
