"""Where a wrong clock dated acts, their places in the chain tell it: they alone are named."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from ledger.slips import BACK_MIN, ClockSlip, Dated, slips_of
from storage.tx import micros

NOON = datetime(2026, 11, 20, 6, 30, tzinfo=UTC)
HOUR, DAY, YEAR = timedelta(hours=1), timedelta(days=1), timedelta(days=365)


def chain(*times: datetime) -> list[Dated]:
    """Return a chain with acts at these times."""
    return [Dated(n, micros(at)) for n, at in enumerate(times, start=1)]


def days(*numbers: float) -> list[datetime]:
    """Return noon of these days."""
    return [NOON + number * DAY for number in numbers]


def test_a_chain_in_order_has_no_slip() -> None:
    assert slips_of("g", chain(*days(0, 1, 1, 2, 30)), latest=NOON + YEAR) == []


def test_times_that_go_back_by_less_than_a_believed_clock_may_are_no_slip() -> None:
    jitter = chain(NOON, NOON - timedelta(minutes=5), NOON + DAY)

    assert slips_of("g", jitter, latest=None) == []


def test_one_act_by_a_clock_set_back_is_named_with_its_neighbours() -> None:
    times = [*days(0, 1, 2), NOON + 2 * DAY - 20 * HOUR, *days(2.1, 3)]

    wrong = NOON + 2 * DAY - 20 * HOUR
    assert slips_of("g", chain(*times), latest=None) == [
        ClockSlip("g", 4, 4, 1, wrong, wrong, after=days(2)[0], before=days(2.1)[0])
    ]


def test_many_acts_by_a_clock_set_forward_are_named_as_one_slip() -> None:
    times = [*days(0, 1), *(NOON + YEAR + n * HOUR for n in range(52)), *days(1.1)]

    (slip,) = slips_of("g", chain(*times), latest=NOON + 30 * DAY)

    assert (slip.first_n, slip.last_n, slip.acts) == (3, 54, 52)
    assert (slip.after, slip.before) == (days(1)[0], days(1.1)[0])


def test_acts_after_now_are_named_though_none_follows_yet() -> None:
    (slip,) = slips_of("g", chain(*days(0, 400)), latest=NOON + DAY)

    assert (slip.first_n, slip.after, slip.before) == (2, NOON, None)


def test_a_chain_whose_first_acts_are_wrong_has_no_moment_after_which() -> None:
    (slip,) = slips_of("g", chain(*days(400, 0, 1)), latest=None)

    assert (slip.first_n, slip.acts, slip.after, slip.before) == (1, 1, None, NOON)


def test_a_chain_of_which_every_act_is_wrong_is_one_slip() -> None:
    (slip,) = slips_of("g", chain(*days(400, 401)), latest=NOON)

    assert (slip.acts, slip.after, slip.before) == (2, None, None)


def test_what_was_known_at_a_moment_of_a_slip_may_differ() -> None:
    (slip,) = slips_of("g", chain(*days(0, 2, 1, 3, 4)), latest=None)
    touched = [slip.touches(micros(at)) for at in days(-1, 0.5, 1.5, 2.5, 3.5)]

    assert (slip.begin, slip.end) == (days(1)[0], days(2)[0])
    assert touched == [False, False, True, False, False]


@given(
    gaps=st.lists(st.integers(1, 10**11), min_size=3, max_size=40),
    wrong=st.sets(st.integers(1, 38), max_size=4),
    off=st.integers(1, 10**6).map(lambda hours: hours * 3600 * 10**6),
)
def test_acts_dated_back_are_among_those_named_and_what_stays_is_in_order(
    gaps: list[int], wrong: set[int], off: int
) -> None:
    at, acts = micros(NOON), []
    for n, gap in enumerate(gaps):
        at += gap
        acts.append(Dated(n, at - off * (n in wrong)))

    slips = slips_of("g", acts, latest=None)
    named = {n for slip in slips for n in range(slip.first_n, slip.last_n + 1)}
    rest = [act.at for act in acts if act.n not in named]

    highest = 0
    for time in rest:
        assert time >= highest - BACK_MIN
        highest = max(highest, time)
    assert len(named) <= len(wrong & set(range(len(gaps))))
