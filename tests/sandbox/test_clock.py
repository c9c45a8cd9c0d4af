"""The clock that a person may move."""

from datetime import UTC, datetime, timedelta

import pytest

from sandbox.clock import MovableClock

MORNING = datetime(2026, 11, 23, 9, tzinfo=UTC)


def clock_at_morning() -> MovableClock:
    """A clock whose real time stands still."""
    return MovableClock(real=lambda: MORNING)


def test_clock_that_was_not_moved_shows_the_real_time() -> None:
    assert clock_at_morning().now() == MORNING


def test_clock_shows_the_time_it_was_moved_to() -> None:
    clock = clock_at_morning()

    clock.move(MORNING + timedelta(days=7))

    assert clock.now() == MORNING + timedelta(days=7)


def test_clock_goes_on_with_the_real_time_after_a_move() -> None:
    real = [MORNING]
    clock = MovableClock(real=lambda: real[0])
    clock.move(MORNING + timedelta(days=7))

    real[0] += timedelta(minutes=5)

    assert clock.now() == MORNING + timedelta(days=7, minutes=5)


def test_clock_does_not_go_back() -> None:
    with pytest.raises(ValueError, match="forward"):
        clock_at_morning().move(MORNING - timedelta(seconds=1))


def test_listeners_hear_of_a_move_at_once() -> None:
    clock = clock_at_morning()
    heard: list[datetime] = []
    clock.listen(heard.append)

    clock.move(MORNING + timedelta(days=1))

    assert heard == [MORNING + timedelta(days=1)]
