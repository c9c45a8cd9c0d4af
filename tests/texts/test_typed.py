"""A name in any script never turns the words around it."""

import pytest

from texts.amounts import listing
from texts.say import say, say_plain
from texts.typed import isolated

MARYAM = "مریم"
APART = f"\u2068{MARYAM}\u2069"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("3 · Sunita", "3 · Sunita"),
        ("3 · सुनीता", "3 · सुनीता"),
        (f"3 · {MARYAM}", f"3 · {APART}"),
        (f"{MARYAM} بی بی 3", f"\u2068{MARYAM} بی بی\u2069 3"),
        ("שרה, 🙂", "\u2068שרה\u2069, 🙂"),
    ],
)
def test_words_from_the_right_stand_apart(text: str, shown: str) -> None:
    assert isolated(text) == shown


def test_a_name_in_a_sentence_turns_none_of_its_words() -> None:
    said = say("member_joined", "en", name=MARYAM, number=3)

    assert said == f"{APART} has joined, number 3. Welcome!"


def test_a_name_outside_a_sentence_stands_apart_too() -> None:
    assert say("home", "en", **HOME).startswith(f"<b>{APART}</b> · your number is 3")


def test_names_of_a_list_stand_apart_each() -> None:
    assert listing(["Sita", MARYAM], "en") == f"Sita and {APART}"


def test_a_name_in_an_alert_stands_apart() -> None:
    assert say_plain("alerts/vouch_taken", "hi", name=MARYAM, beads_left=1, beads=5).count(APART)


HOME = {
    "name": MARYAM,
    "number": 3,
    "state": "active",
    "group_state": "active",
    "is_officer": False,
    "roles": [],
    "meeting_day": 0,
    "meeting_minute": 900,
    "token": "t",
    "group_id": "g",
    "waits": 0,
}
