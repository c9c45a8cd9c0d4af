"""How late the event loop wakes while many groups are scored and taps are answered.

Groups of twelve with a year of meetings are scored by the service's own clock, one week in each
round, all due at once. Beside it a ticker sleeps for a millisecond again and again, and members
take back their vouches and give them again. The first round is not counted. All is in one process
and loop.
"""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from time import perf_counter, thread_time
from typing import Self

from storage.tx import Tx
from tests.benchmarks.population import Settled, ids, morning_after, settle, week
from tests.benchmarks.rounds import Line, Rounds, percentile, shown
from tests.benchmarks.service import Served, served
from tests.handlers import people

ROUNDS = 7
POPULATION = 200  # the number of groups
WEEKS = 52  # weeks of meetings before the first round
BETWEEN_TAPS = 0.025  # seconds
LIMIT = 10.0  # milliseconds
_TICK = 0.001


@dataclass(slots=True)
class Beside:
    """The work beside the scoring, and its delays and durations in seconds."""

    served: Served
    taps: Iterator[people.Json]
    late: list[float] = field(default_factory=list)
    worked: list[float] = field(default_factory=list)  # the loop's own work from tick to tick
    answered: list[float] = field(default_factory=list)
    _tasks: list[asyncio.Task[None]] = field(default_factory=list)

    async def __aenter__(self) -> Self:
        self._tasks = [asyncio.create_task(self._tick()), asyncio.create_task(self._tap())]
        return self

    async def __aexit__(self, *_: object) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self.served.service.desk.idle()

    async def _tick(self) -> None:
        while True:
            asked, had_worked = perf_counter(), thread_time()
            await asyncio.sleep(_TICK)
            self.late.append(max(0.0, perf_counter() - asked - _TICK))
            self.worked.append(thread_time() - had_worked)

    async def _tap(self) -> None:
        while True:
            begun = perf_counter()
            await self.served.service.receive(next(self.taps))
            await self.served.service.desk.idle()
            self.answered.append(perf_counter() - begun)
            await asyncio.sleep(BETWEEN_TAPS)


def taps(settled: list[Settled], words: dict[str, list[str]]) -> Iterator[people.Json]:
    """Return taps without end: each takes a vouch back, the next gives it again, then another's."""
    for n in count():
        group = settled[n % len(settled)]
        giver = n // len(settled) % len(group.members)
        receiver = words[group.members[giver]][0]
        for verb in ("take", "gave"):
            data = f"v1|{verb}|{group.group_id}|{receiver}"
            yield people.tap(group.telegram_ids[giver], data)


def _words(tx: Tx) -> dict[str, list[str]]:
    words: dict[str, list[str]] = {}
    for giver, receiver in tx.rows("SELECT giver_id, receiver_id FROM vouches ORDER BY id"):
        words.setdefault(giver, []).append(receiver)
    return words


def _clear(tx: Tx) -> None:
    tx.run("DELETE FROM outbox")


def _scored(tx: Tx, n: int) -> int:
    runs: int = tx.value(
        "SELECT COUNT(*) FROM score_runs WHERE period = :period", period=week(n).date().isoformat()
    )
    return runs


async def _lag_of(tap: Iterator[people.Json], house: Served) -> Beside:
    async with Beside(house, tap) as beside:
        await house.service.tick()
    return beside


async def measure(population: int = POPULATION, rounds: int = ROUNDS) -> tuple[Rounds, Rounds]:
    """Score one week a round; return lag and answers then, and the same with nothing due."""
    scored, quiet = Rounds(), Rounds()
    async with served(week(WEEKS - 1)) as house:
        settled: list[Settled] = []
        new_id = ids("s")
        for at in range(0, population, 20):
            settled += await house.database.write(
                settle,
                range(at, min(at + 20, population)),
                weeks=WEEKS + rounds,
                scored_from=WEEKS - 1,
                new_id=new_id,
            )
        tap = taps(settled, await house.database.read(_words))
        for n in range(WEEKS - 1, WEEKS + rounds):
            await house.database.write(_clear)
            note = scored if n >= WEEKS else Rounds()  # the first round has no week before it
            begun = perf_counter()
            house.times["now"] = morning_after(n)
            _note(note, await _lag_of(tap, house))
            note.add("groups", population / (perf_counter() - begun))
            assert await house.database.read(_scored, n) == population, "all were due"
            async with Beside(house, tap) as beside:
                await asyncio.sleep(0.5)
            _note(quiet, beside)
    return scored, quiet


def _note(rounds: Rounds, beside: Beside) -> None:
    rounds.add("p50", 1000 * percentile(beside.late, 50))
    rounds.add("p99", 1000 * percentile(beside.late, 99))
    rounds.add("own", 1000 * percentile(beside.worked, 99))
    rounds.add("most", 1000 * max(beside.late))
    rounds.add("tap", 1000 * percentile(beside.answered, 50))


def lines() -> list[Line]:
    """Measure, and return the lines of the table."""
    scored, quiet = asyncio.run(measure())
    p99 = scored.median("p99")
    return [
        Line("loop lag p99 while scoring", p99, "ms", "limit", LIMIT, 1.0, is_most=True),
        Line("  p50", scored.median("p50"), "ms"),
        Line("  most", scored.median("most"), "ms"),
        Line("  the loop's own work from tick to tick, p99", scored.median("own"), "ms"),
        Line("  p99 with taps alone", quiet.median("p99"), "ms"),
        Line("  tap to answer, p50, while scoring", scored.median("tap"), "ms"),
        Line("  the same with taps alone", quiet.median("tap"), "ms"),
        Line("groups scored a second beside taps", scored.median("groups"), "/s"),
    ]


def main() -> None:
    """Measure and print."""
    for line in lines():
        print(shown(line))


if __name__ == "__main__":
    main()
