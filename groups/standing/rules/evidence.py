"""Turn a member's dated facts into evidence for scoring: her decayed dues, and her voice.

First the facts become dues (what was due on which day, and whether it was done), then the dues
become numbers. The caller reads `MemberFacts` from the books. Source: scoring.md §2.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import exp
from operator import attrgetter
from typing import Final, NamedTuple

import numpy as np

from groups.calendar.model import Rhythm
from groups.charter.model.scoring import Fading, ScoringCharter, SistersWord
from groups.registers.model.meeting import Mark
from groups.standing.model import Pillar
from groups.standing.rules.scoring import Evidence
from groups.standing.rules.voice import Conduct, has_voice

CAME: Final = frozenset({Mark.PRESENT, Mark.LATE})

Three = tuple[float, float, float]


CONDUCT: Final = (Pillar.MEETINGS, Pillar.SAVING, Pillar.INSTALMENTS)
_COLUMN: Final = {pillar: column for column, pillar in enumerate(CONDUCT)}


class MeetingFact(NamedTuple):
    """A meeting held while she is a member, as recorded now (after corrections).

    `savings_paid` is the number of whole compulsory savings that she paid in it: 1 is usual, 2 also
    pays one carried over. A part of a saving and voluntary savings do not count.
    """

    day: date
    mark: Mark
    saving_due: bool = True
    savings_paid: int = 0


@dataclass(frozen=True, slots=True)
class InstalmentFact:
    """An instalment by its payable day, after holidays and skipped meetings moved it."""

    day: date
    paid_in_time: bool


@dataclass(frozen=True, slots=True)
class DefaultFact:
    """A default: the 91st day overdue of a loan, or its write-off, whichever came first."""

    day: date
    repaid_day: date | None = None  # of a full repayment after the default


@dataclass(frozen=True, slots=True)
class MemberFacts:
    """All known facts of one member; meetings in any order, one a day."""

    meetings: tuple[MeetingFact, ...] = ()
    instalments: tuple[InstalmentFact, ...] = ()
    defaults: tuple[DefaultFact, ...] = ()
    loan_repaid_day: date | None = None  # the first loan she repaid in full


class Due(NamedTuple):
    """One thing that was due on a day; `number` tells equal dues of one day apart."""

    pillar: Pillar
    day: date
    number: int
    done: bool


_BY_DAY: Final = attrgetter("day")


@dataclass(frozen=True, slots=True)
class Tally:
    """Plain counts for the page of points: "came to 27 of 30"."""

    due: int
    done: int


@dataclass(frozen=True, slots=True)
class MemberEvidence:
    """One member's row of evidence, with its dues and their plain counts."""

    end: date
    dues: tuple[Due, ...]
    due: Three
    done: Three
    strength: Three
    defaults: float
    voice: float
    tallies: tuple[Tally, Tally, Tally]


def gather(
    facts: MemberFacts,
    end: date,
    *,
    rhythm: Rhythm,
    loan_rhythm: Rhythm | None,
    charter: ScoringCharter,
) -> MemberEvidence:
    """A member's evidence at the end of a period; facts of later days are left out.

    `rhythm` is the group's; `loan_rhythm` is that of her loan, None if she has none.
    """
    dues = dues_of(facts, end, charter)
    return weighed(facts, dues, end, rhythm=rhythm, loan_rhythm=loan_rhythm, charter=charter)


def weighed(
    facts: MemberFacts,
    dues: tuple[Due, ...],
    end: date,
    *,
    rhythm: Rhythm,
    loan_rhythm: Rhythm | None,
    charter: ScoringCharter,
) -> MemberEvidence:
    """The evidence of `gather` from dues that are known: those of `dues_of`, in order.

    A run weighs a year of dues twice within milliseconds, so each day is weighed once.
    """
    weights: dict[date, float] = {}
    due, done, known, kept_counts = [0.0] * 3, [0.0] * 3, [0] * 3, [0] * 3
    for pillar, day, _, is_done in dues:
        weighs = weights.get(day)
        if weighs is None:
            weighs = weights[day] = weight(day, end, charter.fading)
        column = _COLUMN[pillar]
        due[column] += weighs
        known[column] += 1
        if is_done:
            done[column] += weighs
            kept_counts[column] += 1
    first, second, third = map(Tally, known, kept_counts)
    return MemberEvidence(
        end=end,
        dues=dues,
        due=(due[0], due[1], due[2]),
        done=(done[0], done[1], done[2]),
        strength=strengths(rhythm, loan_rhythm, charter),
        defaults=broken(facts.defaults, end, charter),
        voice=voice(facts, dues, end, charter),
        tallies=(first, second, third),
    )


def as_rows(group: Sequence[int], members: Sequence[MemberEvidence]) -> Evidence:
    """The members' evidence as the arrays that `score` reads; `group` has their groups' numbers."""
    n = len(members)
    return Evidence(
        group=np.array(group, dtype=np.int64).reshape(n),
        due=np.array([one.due for one in members], dtype=np.float64).reshape(n, 3),
        done=np.array([one.done for one in members], dtype=np.float64).reshape(n, 3),
        strength=np.array([one.strength for one in members], dtype=np.float64).reshape(n, 3),
        defaults=np.array([one.defaults for one in members], dtype=np.float64),
        voice=np.array([one.voice for one in members], dtype=np.float64),
    )


def dues_of(facts: MemberFacts, end: date, charter: ScoringCharter) -> tuple[Due, ...]:
    """A member's dues up to a day and whether each was done, in order of days.

    After a granted excuse no meeting is due, and the unpaid saving is carried over: it falls due in
    the next meeting held, beside that meeting's own. After the last meeting a carried-over saving
    is not due yet. Excuses beyond the charter's number among her last meetings (12, this one
    included) count as missed and carry nothing over.
    """
    dues: list[Due] = []
    excused: list[bool] = []
    carried = 0
    excuses = charter.excuses
    for day, mark, saving_due, savings_paid in sorted(facts.meetings, key=_BY_DAY):
        if day > end:
            break
        is_excused = mark is Mark.EXCUSED
        if is_excused:
            window = excused[max(0, len(excused) - excuses.in_meetings + 1) :]
            is_excused = sum(window) < excuses.at_most
        excused.append(is_excused)
        if not is_excused:
            dues.append(Due(Pillar.MEETINGS, day, 0, mark in CAME))
        owed = carried + saving_due
        paid = min(owed, savings_paid)
        carried = owed - paid if is_excused else 0
        dues += [Due(Pillar.SAVING, day, n, n < paid) for n in range(owed - carried)]
    instalments = _instalments(facts, end)
    return tuple(sorted(dues + instalments, key=_order) if instalments else dues)


def weight(day: date, end: date, fading: Fading) -> float:
    """The weight of a day's evidence at the end of a period: 0.93 for each quarter of its age."""
    return float(fading.per_quarter ** ((end - day).days / fading.quarter_days))


def strengths(rhythm: Rhythm, loan_rhythm: Rhythm | None, charter: ScoringCharter) -> Three:
    """The strength σ of each pillar in whole dues, at least 1; weekly 17, 22 and 13.

    Without a loan, instalments have the group's rhythm.
    """
    meetings, saving, instalments = (
        max(1.0, float(round(pillar.strength_quarters * charter.fading.quarter_days / each.days)))
        for pillar, each in zip(
            charter.conduct, (rhythm, rhythm, loan_rhythm or rhythm), strict=True
        )
    )
    return meetings, saving, instalments


def broken(defaults: Sequence[DefaultFact], end: date, charter: ScoringCharter) -> float:
    """D: her decayed defaults, at most 1.5; a default repaid in full counts in part."""
    rule = charter.broken_promises
    total = sum(
        weight(one.day, end, charter.fading)
        * (rule.repaid_share if one.repaid_day is not None and one.repaid_day <= end else 1.0)
        for one in defaults
        if one.day <= end
    )
    return min(rule.at_most, total)


def voice(facts: MemberFacts, dues: Sequence[Due], end: date, charter: ScoringCharter) -> float:
    """Her voice: 1 if she has repaid a loan, ½ if her conduct gives her one, else 0.

    Conduct is counted without decay, so that she can count it herself. Source: scoring.md §4.
    """
    if facts.loan_repaid_day is not None and facts.loan_repaid_day <= end:
        return charter.word.voice_repaid
    meetings = [due for due in dues if due.pillar is Pillar.MEETINGS]
    savings = [due for due in dues if due.pillar is Pillar.SAVING]
    conduct = Conduct(
        first_day=min((one.day for one in facts.meetings if one.day <= end), default=None),
        meetings_due=len(meetings),
        meetings_done=sum(due.done for due in meetings),
        savings_due=len(savings),
        savings_done=sum(due.done for due in savings),
    )
    return charter.word.voice_by_conduct if has_voice(conduct, end, charter.word) else 0.0


def record(loans: float, defaulted: float, default_rate: float, word: SistersWord) -> float:
    """The record of a voucher: the weight of her new vouch by the loans behind earlier ones.

    `loans` were paid out while her earlier vouches stood, `defaulted` of them are in default, both
    decayed; `default_rate` is the programme's. The record is fixed in a vouch when it is given or
    renewed. Source: scoring.md §4.
    """
    excess = max(0.0, (defaulted - default_rate * loans) / (loans + word.record_prior_loans))
    return max(word.record_least, exp(-word.record_steepness * excess))


def full_conduct_weeks(dues: Sequence[Due], end: date) -> int:
    """Whole weeks up to the end of the period without a missed due."""
    if not dues:
        return 0
    missed = [due.day for due in dues if not due.done]
    since = max(missed) if missed else min(due.day for due in dues)
    return (end - since).days // 7


def _instalments(facts: MemberFacts, end: date) -> list[Due]:
    numbers: dict[date, int] = {}
    dues: list[Due] = []
    for one in sorted(facts.instalments, key=lambda fact: fact.day):
        if one.day <= end:
            number = numbers[one.day] = numbers.get(one.day, -1) + 1
            dues.append(Due(Pillar.INSTALMENTS, one.day, number, one.paid_in_time))
    return dues


def _order(due: Due) -> tuple[date, int, int]:
    return due.day, _COLUMN[due.pillar], due.number
