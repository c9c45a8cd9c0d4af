"""How fast the bot may call Telegram, by a clock of numbers."""

from handlers.pacing import Limits, Pace

GROUP, OTHER, HER = -1, -2, 7


def spend(pace: Pace, chat_id: int, times: int, now: float = 0.0) -> None:
    """Send to a chat this many times, each time as soon as allowed."""
    for _ in range(times):
        now = pace.ready_at(chat_id, now)
        pace.spend(chat_id, now)


def test_a_chat_bears_a_short_burst_and_then_one_a_second() -> None:
    pace = Pace()
    spend(pace, HER, 3)

    assert pace.ready_at(HER, 0.0) == 1.0


def test_a_group_bears_nineteen_a_minute() -> None:
    pace = Pace()
    spend(pace, GROUP, 19)

    assert pace.ready_at(GROUP, 18.0) == 60.0


def test_answers_leave_a_group_room_for_its_minutes() -> None:
    pace, now = Pace(), 0.0
    for _ in range(60):
        now = pace.ready_at(GROUP, now, spare=9)
        pace.spend(GROUP, now)
        for _ in range(2):  # at any moment: minutes and the pinned message
            assert pace.ready_at(GROUP, now) <= now + 1


def test_a_place_that_is_spared_is_free_for_what_is_urgent() -> None:
    pace = Pace()
    for _ in range(10):
        now = pace.ready_at(GROUP, 0.0, spare=9)
        pace.spend(GROUP, now)

    ready = [pace.ready_at(GROUP, 20.0, spare=spare) for spare in (9, 4, 0)]
    assert ready == [60.0, 20.0, 20.0]


def test_a_private_chat_is_not_counted_by_the_minute() -> None:
    pace = Pace()
    spend(pace, HER, 19)

    assert pace.ready_at(HER, 18.0) == 18.0


def test_the_whole_bot_says_no_more_in_a_second_than_it_may() -> None:
    pace = Pace(Limits(bot_per_second=2))
    pace.spend(1, 0.0)
    pace.spend(2, 0.1)

    assert pace.ready_at(3, 0.2) == 1.0


def test_one_chat_that_asks_for_patience_is_left_alone_by_itself() -> None:
    pace = Pace()
    pace.pause(GROUP, 5, 0.0)

    assert (pace.ready_at(GROUP, 0.0), pace.ready_at(OTHER, 0.0)) == (5.0, 0.0)


def test_two_chats_that_ask_within_a_second_quiet_the_whole_bot() -> None:
    pace = Pace()
    pace.pause(GROUP, 5, 0.0)
    pace.pause(OTHER, 4, 0.5)

    assert pace.ready_at(HER, 0.5) == 4.5


def test_idle_chats_are_forgotten() -> None:
    pace = Pace()
    spend(pace, HER, 3)
    pace.forget_idle(200.0)

    assert pace.ready_at(HER, 200.0) == 200.0
