"""The PIN of four pictures: read, stored, tried."""

from datetime import UTC, datetime, timedelta

import pytest

from groups.people.model.refusals import BadAnswer
from groups.turns.model import KeptPin, Pin, PinRefused, PinTooSimple
from groups.turns.rules import after_wrong, check_new, digest_of, is_right, refused

NOW = datetime(2026, 11, 20, 6, 30, tzinfo=UTC)
PIN = Pin(("sun", "moon", "fish", "pot"))
TURNED = Pin(("moon", "sun", "fish", "pot"))


def test_four_pictures_are_a_pin() -> None:
    assert Pin.of("sun,moon,fish,pot") == PIN


@pytest.mark.parametrize(
    "pictures", ["", "sun", "sun,moon,fish", "sun,moon,fish,pot,sun", "a,b,c,d"]
)
def test_anything_else_is_none(pictures: str) -> None:
    with pytest.raises(BadAnswer):
        Pin.of(pictures)


def test_four_times_one_picture_is_too_simple() -> None:
    same = Pin(4 * ("sun",))

    with pytest.raises(PinTooSimple):
        check_new(same, same)


def test_what_she_cannot_do_twice_is_no_pin() -> None:
    with pytest.raises(BadAnswer) as refusal:
        check_new(PIN, TURNED)

    assert refusal.value == BadAnswer("pin_again")


def test_the_order_counts() -> None:
    assert digest_of(PIN, "m1", b"key") != digest_of(TURNED, "m1", b"key")


def test_the_same_pictures_of_two_members_are_kept_differently() -> None:
    assert digest_of(PIN, "m1", b"key") != digest_of(PIN, "m2", b"key")


def test_another_bots_key_keeps_them_differently() -> None:
    assert digest_of(PIN, "m1", b"key") != digest_of(PIN, "m1", b"other")


def test_a_pin_that_waits_is_not_right_yet() -> None:
    digest = digest_of(PIN, "m1", b"key")

    assert not is_right(KeptPin("m1", "g", None, digest, None, 0, 0, is_turn_on=False), digest)


@pytest.mark.parametrize(
    ("wrong", "minutes", "refusal"),
    [
        (1, 0, PinRefused(2, 0)),
        (2, 0, PinRefused(1, 0)),
        (3, 1, PinRefused(0, 60)),
        (4, 5, PinRefused(0, 300)),
        (5, 30, PinRefused(0, 1800)),
        (9, 30, PinRefused(0, 1800)),
        (10, 0, PinRefused(0, None)),
    ],
)
def test_each_wrong_try_makes_the_next_one_wait(
    wrong: int, minutes: int, refusal: PinRefused
) -> None:
    assert after_wrong(wrong, NOW) == (NOW + timedelta(minutes=minutes), refusal)


def test_nobody_tries_before_the_wait_is_over() -> None:
    seconds = refused(3, NOW + timedelta(seconds=59, milliseconds=1), NOW)

    assert (seconds, refused(3, NOW, NOW)) == (PinRefused(0, 60), None)


def test_after_ten_wrong_tries_only_two_persons_help() -> None:
    assert refused(10, NOW - timedelta(days=1), NOW) == PinRefused(0, None)
