"""A year of a group of twelve by weekly runs: what is public, who vouches, what each is told."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from random import Random
from typing import Final

from groups.calendar.model import Rhythm
from groups.calendar.rules.periods import period_before_block
from groups.charter.model.scoring import ScoringCharter
from groups.registers.model.meeting import Mark
from groups.standing.model import WordsHeld
from groups.standing.rules.evidence import MeetingFact, MemberFacts
from groups.standing.rules.known import Block, Known, KnownAct, KnownVouch, ReadBefore
from groups.standing.rules.run import GroupScore, score_group
from groups.standing.rules.words_that_count import is_in_sum, newest_of_pairs, read_words

SIZE: Final = 12
RUNS: Final = 52
BLOCK: Final = 4
# A week, for each pair: a vouch ends by itself after 26 weeks unless it is renewed, and stands 33
# on average; a member holds those of four of eleven sisters.
GIVES, TAKES_BACK = 0.017, 0.030
FIRST: Final = date(2026, 1, 2)
NAMES: Final = tuple(f"m{number:02}" for number in range(SIZE))
MANY: Final = SIZE  # beads: the observer's pairs are independent of each other
CHARTER: Final = ScoringCharter()

Pair = tuple[int, int]  # giver, receiver
# What a member is told of her words: points in centi-points, and what else her page says.
Told = tuple[object, ...]
Tells = Callable[[int, WordsHeld, int], Told]  # by her points, her words and the number of the run


@dataclass(frozen=True)
class Year:
    """The life of a group over a year of weekly runs: what is public, and the vouches."""

    voice_from: Sequence[int]  # the run from which each has half a voice
    repaid_from: Sequence[int]  # the run from which each has repaid a loan; later than all: never
    kin: frozenset[Pair]
    leaves: Pair  # who leaves, and before which run
    stands: Mapping[
        Pair, Sequence[tuple[int, int]]
    ]  # runs: from the first, until before the second

    def voice(self, member: int, run: int) -> float:
        """Return a member's voice in a run."""
        if run >= self.repaid_from[member]:
            return 1.0
        return 0.5 if run >= self.voice_from[member] else 0.0

    def known(self, run: int) -> Known:
        """Return the group as it is known at the end of a run's period."""
        gone, leaves = self.leaves
        acts = [KnownAct(name, "joined", FIRST) for name in NAMES]
        if run >= leaves:
            acts.append(KnownAct(NAMES[gone], "left", _day(leaves)))
        vouches = [
            KnownVouch(
                giver_id=NAMES[giver],
                receiver_id=NAMES[receiver],
                until_day=_day(10 * RUNS),
                record=1_000_000,
                is_proxy=False,
                recorded_at=_before(first),
                ended_as="withdrawn" if until <= run else None,
                ended_at=_before(until) if until <= run else None,
            )
            for (giver, receiver), spans in self.stands.items()
            for first, until in spans
            if first <= run
        ]
        return Known(
            acts=tuple(acts),
            facts={name: self._facts(number) for number, name in enumerate(NAMES)},
            vouches=tuple(sorted(vouches, key=lambda vouch: vouch.recorded_at)),
            kin=frozenset((NAMES[one], NAMES[other]) for one, other in self.kin),
        )

    def _facts(self, member: int) -> MemberFacts:
        weeks = range(self.voice_from[member] - 12, RUNS + 1)
        repaid = self.repaid_from[member]
        return MemberFacts(
            meetings=tuple(MeetingFact(_day(n), Mark.PRESENT, savings_paid=1) for n in weeks),
            loan_repaid_day=_day(repaid) if repaid <= RUNS else None,
        )


@dataclass(frozen=True)
class Watched:
    """What a run counted, and what each member was told after it."""

    counted: frozenset[Pair]
    told: Sequence[Told]
    voices: Sequence[float]
    is_reading: bool


def a_year(chance: Random) -> Year:
    """Draw the year of a group of twelve: loans are repaid, somebody leaves, beads come and go."""
    pairs = [(a, b) for a in range(SIZE) for b in range(SIZE) if a != b]
    gone, leaves = chance.randrange(SIZE), chance.randint(10, RUNS - 10)
    stands: dict[Pair, list[tuple[int, int]]] = {}
    for pair in pairs:
        spans, stood_from = [], -1
        end = leaves if gone in pair else RUNS + 1
        if chance.random() < GIVES / (GIVES + TAKES_BACK):
            stood_from = 1
        for run in range(2, end):
            if stood_from < 0 and chance.random() < GIVES:
                stood_from = run
            elif stood_from >= 0 and chance.random() < TAKES_BACK:
                spans.append((stood_from, run))
                stood_from = -1
        if stood_from >= 0:
            spans.append((stood_from, end))
        stands[pair] = spans
    return Year(
        voice_from=[chance.choice((1, 1, 1, 1, 1, chance.randint(2, RUNS))) for _ in NAMES],
        repaid_from=[chance.randint(2, 2 * RUNS) for _ in NAMES],
        kin=frozenset(chance.sample([(a, b) for a, b in pairs if a < b], 3)),
        leaves=(gone, leaves),
        stands=stands,
    )


# --- the runs -------------------------------------------------------------------------------------


def watch_by_blocks(year: Year, tells: Tells) -> list[Watched]:
    """Run a year as it is run: the word is read once a block, in tens."""
    runs: list[Watched] = []
    read = ReadBefore(_day(0), {})
    counted: frozenset[Pair] = frozenset()
    voices: list[float] = []
    for run in range(1, RUNS + 1):
        known, period = year.known(run), _day(run)
        is_reading = run % BLOCK == 1
        if is_reading:
            words = read_words(known, period, MANY, Rhythm.WEEKLY, CHARTER).words
            read = ReadBefore(period, words)
            stood = newest_of_pairs(known, MANY, lambda vouch: vouch.ended_at is None)
            counted, voices = _pairs(stood), [year.voice(n, run) for n in range(SIZE)]
        score = score_group(known, period, read, Rhythm.WEEKLY, CHARTER)
        runs.append(Watched(counted, _told(score, tells, run), voices, is_reading))
    return runs


def watch_before_blocks(year: Year, tells: Tells) -> list[Watched]:
    """Run a year by the rule before: every week, in centi-points; withdrawals wait for a block."""
    runs: list[Watched] = []
    for run in range(1, RUNS + 1):
        known, period = year.known(run), _day(run)
        last = period_before_block(run, Rhythm.WEEKLY, BLOCK)
        block = Block(
            last_period=_day(last) if last else None,
            ends_at=_end(last) if last else None,
            seen=tuple(_end(seen) for seen in range(max(1, last), run)),
            beads=MANY,
        )
        counted = newest_of_pairs(known, MANY, partial(_is_in_sum, block))
        score = score_group(known, period, block, Rhythm.WEEKLY, CHARTER)
        voices = [year.voice(n, run) for n in range(SIZE)]
        told = _told(score, tells, run)
        runs.append(Watched(_pairs(counted), told, voices, run % BLOCK == 1))
    return runs


def _told(score: GroupScore, tells: Tells, run: int) -> list[Told]:
    """Return what each member is told after a run; nothing to who has left."""
    hers = {one.member_id: (one.balances[-1], one.words) for one in score.members}
    return [tells(*hers[name], run) if name in hers else () for name in NAMES]


def _is_in_sum(block: Block, vouch: KnownVouch) -> bool:
    return is_in_sum(vouch, block)


def _pairs(vouches: Sequence[KnownVouch]) -> frozenset[Pair]:
    number = {name: n for n, name in enumerate(NAMES)}
    return frozenset((number[vouch.giver_id], number[vouch.receiver_id]) for vouch in vouches)


def _day(run: int) -> date:
    return FIRST + timedelta(weeks=20 + run)


def _end(run: int) -> int:
    """The end of a run's period, as a moment."""
    return 1000 * run


def _before(run: int) -> int:
    """A moment between the period before and the end of a run's period."""
    return 1000 * run - 500
