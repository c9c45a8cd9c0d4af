"""A session token is valid only if it is ours, unchanged and not expired."""

import base64
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.launch import launch_key
from webapp.sessions import HOURS_MAX, Session, make_token, read_token, session_key

KEY = session_key("1:token")
NOW = 1_790_000_000.0
MEENA = Session("meena", "ekta", 77)


def test_a_token_says_whose_it_is_and_for_which_group() -> None:
    assert read_token(make_token(MEENA, KEY, seconds=NOW), KEY, seconds=NOW) == MEENA


def test_a_token_of_a_turn_says_whose_turn_it_is_and_on_whose_phone() -> None:
    turn = Session("sunita", "ekta", 77, turn_id="aturn")

    assert read_token(make_token(turn, KEY, seconds=NOW), KEY, seconds=NOW) == turn


def test_a_token_ends_after_its_hours() -> None:
    token = make_token(MEENA, KEY, seconds=NOW)
    end = NOW + HOURS_MAX * 3600

    assert (read_token(token, KEY, seconds=end - 1), read_token(token, KEY, seconds=end)) == (
        MEENA,
        None,
    )


def test_a_token_of_another_key_is_nothing() -> None:
    token = make_token(MEENA, session_key("2:other"), seconds=NOW)

    assert read_token(token, KEY, seconds=NOW) is None


def test_a_token_signed_as_launch_data_are_is_nothing() -> None:
    token = make_token(MEENA, launch_key("1:token"), seconds=NOW)

    assert read_token(token, KEY, seconds=NOW) is None


def test_a_body_made_by_hand_with_an_honest_signature_is_nothing() -> None:
    _, signature = make_token(MEENA, KEY, seconds=NOW).split(".")
    body = base64.urlsafe_b64encode(json.dumps(["sunita", "ekta", 77, "", 2**40]).encode()).decode()

    assert read_token(f"{body}.{signature}", KEY, seconds=NOW) is None


@pytest.mark.parametrize("token", ["", ".", "a", "a.b", "é.é", "\udcff.\udcff", "W10=.", "a.b.c"])
def test_what_is_no_token_is_nothing(token: str) -> None:
    assert read_token(token, KEY, seconds=NOW) is None


@given(st.text())
def test_nothing_that_anybody_sends_is_a_token(token: str) -> None:
    assert read_token(token, KEY, seconds=NOW) is None
