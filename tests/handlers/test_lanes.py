"""Which updates stay in order among each other."""

from typing import Any

import pytest

from handlers.lanes import lane_of, update_id
from tests.handlers import people
from tests.handlers.people import GROUP, SUNITA

FAR = {"message": {"chat": {"id": -(2**63)}}}


def test_messages_of_a_group_share_a_lane() -> None:
    assert lane_of(people.message(SUNITA, "hello", GROUP)) == GROUP


def test_a_tap_in_a_group_goes_with_the_person() -> None:
    assert lane_of(people.tap(SUNITA, "v1|home", GROUP)) == SUNITA


def test_a_persons_taps_and_messages_in_private_share_a_lane() -> None:
    assert lane_of(people.tap(SUNITA, "v1|home")) == lane_of(people.message(SUNITA, "hello"))


def test_the_bots_coming_goes_with_the_chat() -> None:
    assert lane_of(people.bot_comes(SUNITA)) == GROUP


@pytest.mark.parametrize(
    "update", [{}, {"poll": {}}, {"message": {"chat": 7}}, {"message": 7}, FAR]
)
def test_what_has_no_chat_has_a_lane_all_the_same(update: dict[str, Any]) -> None:
    assert lane_of(update) == 0


@pytest.mark.parametrize(
    "update",
    [7, {}, {"update_id": "7"}, {"update_id": True}, {"update_id": -1}, {"update_id": 2**63}],
)
def test_what_has_no_number_is_no_update(update: object) -> None:
    assert update_id(update) is None
