"""The charter's numbers for points: pillars, sisters' word, excuses, broken promises."""

from dataclasses import dataclass, field
from typing import Annotated

from groups.charter.model.numbers import Between


@dataclass(frozen=True, slots=True)
class ConductPillar:
    """A pillar of conduct, in points: weight · done / (due + strength).

    Source: scoring.md §3.
    """

    weight: Annotated[float, Between(0, 1000)]  # points at most
    start_rate: Annotated[float, Between(0, 1)]  # what newcomers do on average: lent trust
    strength_quarters: Annotated[float, Between(0.1, 20)]  # lent trust weighs as many quarters


@dataclass(frozen=True, slots=True)
class BrokenPromises:
    """The points that a default costs, and from which day overdue a loan is in default."""

    each: Annotated[float, Between(0, 1000)] = 60.0
    at_most: Annotated[float, Between(0, 10)] = 1.5
    from_day_overdue: Annotated[int, Between(1, 1000)] = 91
    repaid_share: Annotated[float, Between(0, 1)] = 0.5


@dataclass(frozen=True, slots=True)
class SistersWord:
    """The sisters' word (the pillar of vouches), the weight of a vouch, who has a voice."""

    at_most: Annotated[float, Between(0, 1000)] = 100.0
    half_at: Annotated[float, Between(0.1, 100)] = 6.0  # so many full voices give half the pillar
    kin_weight: Annotated[float, Between(0, 1)] = 0.35
    record_least: Annotated[float, Between(0, 1)] = 0.5
    record_steepness: Annotated[float, Between(0, 1000)] = 12.0
    record_prior_loans: Annotated[float, Between(0.1, 1000)] = 4.0
    voice_repaid: Annotated[float, Between(0, 1)] = 1.0
    voice_by_conduct: Annotated[float, Between(0, 1)] = 0.5
    voice_weeks: Annotated[int, Between(1, 520)] = 12
    voice_share: Annotated[float, Between(0, 1)] = 0.75


@dataclass(frozen=True, slots=True)
class Excuses:
    """How many excused absences are not due; the next one counts as missed."""

    at_most: Annotated[int, Between(0, 100)] = 2
    in_meetings: Annotated[int, Between(1, 200)] = 12


@dataclass(frozen=True, slots=True)
class Fading:
    """How old evidence loses weight: per_quarter ** (days / quarter_days)."""

    per_quarter: Annotated[float, Between(0.01, 1)] = 0.93
    quarter_days: Annotated[float, Between(1, 1000)] = 91.3125


@dataclass(frozen=True, slots=True)
class StandingWords:
    """The standing from which each word is shown: new, growing, steady, strong."""

    new_meetings: Annotated[int, Between(0, 100)] = 4  # with fewer meetings a member is new
    steady: Annotated[float, Between(0, 1000)] = 570.0
    strong: Annotated[float, Between(0, 1000)] = 595.0


@dataclass(frozen=True, slots=True)
class ScoringCharter:
    """All numbers from which points and standing are computed."""

    meetings: ConductPillar = ConductPillar(235.0, 0.787, 1.3)
    saving: ConductPillar = ConductPillar(282.0, 0.740, 1.7)
    instalments: ConductPillar = ConductPillar(189.0, 0.714, 1.0)
    broken_promises: BrokenPromises = field(default_factory=BrokenPromises)
    word: SistersWord = field(default_factory=SistersWord)
    service_at_most: Annotated[float, Between(0, 60)] = 0.0  # reserved: closed at 0
    excuses: Excuses = field(default_factory=Excuses)
    fading: Fading = field(default_factory=Fading)
    standing_words: StandingWords = field(default_factory=StandingWords)

    @property
    def conduct(self) -> tuple[ConductPillar, ConductPillar, ConductPillar]:
        """The three pillars of conduct, in the order of all columns."""
        return self.meetings, self.saving, self.instalments
