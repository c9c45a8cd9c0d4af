"""Members scored a second beside NetworkX's and igraph's PageRank, and a million groups at once.

PageRank only ranks by who vouches for whom; `score` also weighs conduct, ties and voices. Each side
gets its input ready in memory; building igraph's graph is shown apart. The three take turns. The
million runs in a process of its own, so that its peak of memory is its own.
"""

import multiprocessing
import resource
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from statistics import median
from time import perf_counter, process_time

import igraph
import networkx as nx
import numpy as np

from groups.charter.model.scoring import ScoringCharter
from groups.standing.rules.scoring import Evidence, Vouches, score
from tests.benchmarks.rounds import Line, shown

ROUNDS = 7
SIZE, BEADS = 12, 5
COMPARED = 1_000  # groups that all three can rank in a moment
ALL = 1_000_000
SECONDS, GIGABYTES = 5.0, 6.0


@dataclass(frozen=True)
class Million:
    """The large run: wall-clock seconds of each round, processor seconds, peaks of memory in GB."""

    seconds: tuple[float, ...]
    processor_seconds: float  # for one round, over both cores; a busy machine does not change it
    inputs_peak: float
    peak: float


def population(groups: int, *, shuffled: bool = False) -> tuple[Evidence, Vouches]:
    """Groups of 12; each member vouches for five others of her group; one pair of kin in each."""
    chance = np.random.default_rng(2026)
    n = groups * SIZE
    due = np.empty((n, 3))
    due[:] = (40.0, 40.0, 6.0)
    done = due * chance.random((n, 1))
    strength = np.empty((n, 3))
    strength[:] = (17.0, 22.0, 13.0)
    evidence = Evidence(
        group=np.arange(n) // SIZE,
        due=due,
        done=done,
        strength=strength,
        defaults=np.zeros(n),
        voice=chance.integers(0, 3, n) / 2,
    )
    giver = np.repeat(np.arange(n), BEADS)
    # Five different others: steps of two round the circle of eleven, from a random place.
    receiver = np.repeat(chance.integers(0, SIZE - 1, n), BEADS)
    receiver += np.tile(2 * np.arange(BEADS), n)
    receiver %= SIZE - 1
    receiver += giver % SIZE + 1
    receiver %= SIZE
    receiver += giver - giver % SIZE
    if shuffled:
        order = chance.permutation(len(giver))
        giver, receiver = giver[order], receiver[order]
    first = np.arange(0, n, SIZE)
    vouches = Vouches(
        giver=giver,
        receiver=receiver,
        kin=np.zeros(len(giver), dtype=np.bool_),
        record=np.ones(len(giver)),
        kin_pairs=np.stack([first, first + 1], axis=1),
    )
    return evidence, vouches


def seconds(act: Callable[[], object]) -> float:
    """The seconds that one call takes."""
    start = perf_counter()
    act()
    return perf_counter() - start


def compared() -> dict[str, float]:
    """Members a second of each side on the same groups: medians of rounds taken in turns."""
    evidence, vouches = population(COMPARED)
    members = len(evidence.group)
    edges = list(zip(vouches.giver.tolist(), vouches.receiver.tolist(), strict=True))
    charter = ScoringCharter()
    as_networkx = nx.DiGraph(edges)
    as_igraph = igraph.Graph(members, edges, directed=True)
    sides: dict[str, Callable[[], object]] = {
        "score": lambda: score(evidence, vouches, charter),
        "igraph PageRank, graph ready": as_igraph.pagerank,
        "igraph PageRank, graph built": lambda: igraph.Graph(
            members, edges, directed=True
        ).pagerank(),
        "NetworkX PageRank, graph ready": lambda: nx.pagerank(as_networkx),
    }
    taken: dict[str, list[float]] = {name: [] for name in sides}
    for _ in range(ROUNDS):
        for name, act in sides.items():
            taken[name].append(seconds(act))
    return {name: members / median(rounds) for name, rounds in taken.items()}


def one_group() -> float:
    """Milliseconds for the run of one group: the median of many."""
    evidence, vouches = population(1)
    charter = ScoringCharter()
    return 1000 * median(seconds(lambda: score(evidence, vouches, charter)) for _ in range(200))


def million(*, shuffled: bool) -> Million:
    """Score a million groups of 12; run it in a fresh process."""
    evidence, vouches = population(ALL, shuffled=shuffled)
    inputs = peak_of_memory()
    charter = ScoringCharter()
    before = process_time()
    taken = tuple(seconds(lambda: score(evidence, vouches, charter)) for _ in range(ROUNDS))
    return Million(taken, (process_time() - before) / ROUNDS, inputs, peak_of_memory())


def peak_of_memory() -> float:
    """The peak memory of this process so far, in GB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e9


def lines() -> Iterator[Line]:
    """Measure, and return the lines of the table."""
    speeds = compared()
    for name, speed in speeds.items():
        if name != "score":
            yield Line("members scored a second", speeds["score"], "/s", name, speed)
    yield Line("one group scored in memory", one_group(), "ms")
    for shuffled in (False, True):
        fresh = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(1, mp_context=fresh) as process:
            measured_run = process.submit(million, shuffled=shuffled).result()
        name = f"{ALL:,} groups, {'words in any order' if shuffled else 'words by giver'}"
        yield Line(name, median(measured_run.seconds), "s", "limit", SECONDS, 1.0, is_most=True)
        yield Line(
            "  peak of memory", measured_run.peak, "GB", "limit", GIGABYTES, 1.0, is_most=True
        )


if __name__ == "__main__":
    for line in lines():
        print(shown(line))
