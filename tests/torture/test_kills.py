"""The real process is killed under load: what it acknowledged is recorded, once and in order."""

from pathlib import Path

import pytest

from tests.torture import planted
from tests.torture.ground import make_ground
from tests.torture.history import Books, Broken, Fault, History, Tap, broken
from tests.torture.kills import killed
from tests.torture.outside import WAYS

SEED = 20261123
KILLS = 3
FAULTS = {
    "early": {Fault.LOST, Fault.UNDONE},
    "twice": {Fault.NOT_HERS},
    "split": {Fault.NOT_HERS},
}


@pytest.mark.parametrize("way", WAYS)
async def test_every_acknowledged_tap_is_there_once_and_in_order(way: str, tmp_path: Path) -> None:
    outcome = await killed(await make_ground(tmp_path), way, KILLS, seed=SEED)

    assert list(outcome.broken) == []
    assert outcome.at_work >= KILLS // 2
    assert outcome.taken == outcome.sent > outcome.answered > 0


@pytest.mark.parametrize("fault", FAULTS)
async def test_a_planted_fault_is_caught_by_the_same_kills(fault: str, tmp_path: Path) -> None:
    program = (*planted.PROGRAM, fault)

    outcome = await killed(await make_ground(tmp_path), "polling", 20, seed=SEED, program=program)

    assert {it.fault for it in outcome.broken} & FAULTS[fault]


# --- the check itself ----------------------------------------------------------------------------


def history(*, taken: int = 0, answered: int = 0) -> History:
    """Three taps of two women, of which the first are acknowledged."""
    sent = {1: Tap("geeta", "meena"), 2: Tap("rani", "kamla"), 3: Tap("geeta", "radha")}
    return History(sent, set(range(1, taken + 1)), set(range(1, answered + 1)))


def books(done: int, *, geeta: tuple[str, ...] = (), waiting: int = 0) -> Books:
    """Books in which the first updates are done, and some more wait."""
    states = dict.fromkeys(range(1, done + 1), "done")
    states |= dict.fromkeys(range(done + 1, done + waiting + 1), "waiting")
    return Books(states, {"geeta": geeta, "rani": ("kamla",) * (done > 1)}, is_sound=True)


def test_what_was_never_acknowledged_may_be_missing() -> None:
    assert broken(history(taken=2, answered=1), books(1, geeta=("meena",), waiting=1)) == []


def test_what_was_done_and_never_acknowledged_may_stand() -> None:
    assert broken(history(), books(3, geeta=("meena", "radha"))) == []


BREAKS = {
    "taken in and lost": (history(taken=2), books(1, geeta=("meena",)), Fault.LOST),
    "answered and undone": (
        history(taken=2, answered=2),
        books(1, geeta=("meena",), waiting=1),
        Fault.UNDONE,
    ),
    "applied twice": (history(), books(1, geeta=("meena", "meena")), Fault.NOT_HERS),
    "done without a trace": (history(), books(1), Fault.NOT_HERS),
    "another order": (history(), books(3, geeta=("radha", "meena")), Fault.NOT_HERS),
    "sent by nobody": (
        history(),
        books(3, geeta=("meena", "radha"), waiting=1),
        Fault.INVENTED,
    ),
    "before her earlier one": (
        history(),
        Books({1: "waiting", 3: "done"}, {"geeta": ("radha",)}, is_sound=True),
        Fault.OUT_OF_TURN,
    ),
    "unsound": (history(), Books({}, {}, is_sound=False), Fault.UNSOUND),
}


@pytest.mark.parametrize("how", BREAKS)
def test_a_broken_promise_is_named(how: str) -> None:
    history, books, fault = BREAKS[how]

    assert fault in {it.fault for it in broken(history, books)}
    assert Broken(Fault.LOST, "1") not in broken(history, books)
