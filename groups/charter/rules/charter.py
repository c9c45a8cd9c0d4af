"""The charter: every number a programme or a group may change, as frozen values with bounds.

`Charter()` holds the defaults; `read_charter` reads another from TOML.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise, permutations
from typing import Annotated, Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from groups.calendar.model import Rhythm
from groups.charter.model.numbers import (
    BallotCharter,
    Between,
    Later,
    MeetingCharter,
    OneOf,
    VouchingCharter,
)
from groups.charter.model.scoring import ScoringCharter
from groups.charter.model.terms import DebtPart, Grace, Plan, Rounding
from groups.charter.rules.toml_text import Path, read_text

INTEREST_ON = ("reducing balance", "flat", "flat to the end")
PAYMENT_ORDERS = tuple(", ".join(order) for order in permutations(DebtPart))
# Charters from before could place fines among them, from which nothing followed.
_ORDERS_WITH_FINE = tuple(", ".join(order) for order in permutations(("fine", *DebtPart)))
# Charters from before named the weeks of a block in the table of periods.
_FORMER_BLOCK = "withdrawal_block_weeks"
Rupees = Annotated[int, Between(0, 10_000_000)]
Percent = Annotated[float, Between(0, 100)]
Months = Annotated[int, Between(1, 240)]


@dataclass(frozen=True, slots=True)
class GroupCharter:
    """Who may form a group."""

    members_least: Annotated[int, Between(2, 100)] = 10
    members_most: Annotated[int, Between(2, 100)] = 20
    members_least_special: Annotated[int, Between(2, 100)] = 5
    age_least: Annotated[int, Between(18, 100)] = 18
    groups_a_person: Annotated[int, Between(1, 1)] = 1


@dataclass(frozen=True, slots=True)
class LeadersCharter:
    """How long office-bearers serve."""

    rotation_months: Months = 24
    reminder_months: Months = 22


@dataclass(frozen=True, slots=True)
class SavingCharter:
    """The compulsory saving."""

    rupees_each_meeting: Rupees = 20
    equal_for_all: bool = True
    extra_allowed: bool = True
    shares_most: Annotated[int, Between(0, 20)] = 0


@dataclass(frozen=True, slots=True)
class SocialFundCharter:
    """The group's fund for those in need, which is never lent and never shared out."""

    rupees_each_meeting: Rupees = 0


@dataclass(frozen=True, slots=True)
class TermsCharter:
    """The usual terms of a loan, and the bounds of what a group may agree instead."""

    rhythm: Annotated[str, OneOf(tuple(Rhythm))] = Rhythm.MONTHLY.value
    plan: Annotated[str, OneOf(tuple(Plan))] = Plan.EQUAL_INSTALMENT.value
    months_at_most: Annotated[int, Between(1, 60)] = 24
    grace_months_at_most: Annotated[int, Between(0, 12)] = 2
    grace_rests: Annotated[str, OneOf(tuple(Grace))] = Grace.PRINCIPAL.value
    round_to_paise: Annotated[int, Between(1, 10_000)] = 100
    rounding: Annotated[str, OneOf(tuple(Rounding))] = Rounding.HALF_UP.value
    payment_order: Annotated[str, OneOf(PAYMENT_ORDERS + _ORDERS_WITH_FINE)] = PAYMENT_ORDERS[0]
    payable_days_at_most: Annotated[int, Between(0, 60)] = 14
    usual_percent_a_month_least: Annotated[float, Between(0, 100), Later()] = 0.1
    usual_percent_a_month_most: Annotated[float, Between(0, 100), Later()] = 5.0

    @property
    def pays_first(self) -> tuple[DebtPart, ...]:
        """The parts of a loan in the order in which a payment pays them."""
        parts = self.payment_order.split(", ")
        return tuple(DebtPart(part) for part in parts if part in set(DebtPart))


@dataclass(frozen=True, slots=True)
class InternalLoanCharter:
    """Loans from the group's own savings."""

    interest_percent_a_month: Percent = 2.0
    interest_on: Annotated[str, OneOf(INTEREST_ON)] = INTEREST_ON[0]
    times_own_savings: Annotated[float, Between(0, 100)] = 3.0
    months_in_group_least: Annotated[int, Between(0, 240)] = 2
    open_at_most: Annotated[int, Between(1, 10)] = 1
    same_rate_for_all: bool = True
    facilitator_above_rupees: Rupees = 10_000


@dataclass(frozen=True, slots=True)
class LadderStep:
    """One step of the loan ladder: the amount, and the points and standing that open it."""

    rupees: Rupees
    points: Annotated[float, Between(0, 1000)]
    standing: Annotated[float, Between(0, 1000)]


@dataclass(frozen=True, slots=True)
class LoanVouches:
    """The vouches that a DSC loan needs, and the conduct that can replace some of them."""

    needed: Annotated[int, Between(0, 20)] = 3
    from_other_households: Annotated[int, Between(0, 20)] = 2
    kin_count: bool = False
    conduct_weeks: Annotated[int, Between(1, 520)] = 12
    conduct_replaces: Annotated[int, Between(0, 20)] = 2


@dataclass(frozen=True, slots=True)
class DscLoanCharter:
    """Loans of the programme, opened by points and standing, decided by people."""

    interest_percent_a_month: Percent = 0.0
    months_in_group_least: Annotated[int, Between(0, 240)] = 3
    cooling_off_days: Annotated[int, Between(1, 30)] = 1
    open_at_most: Annotated[int, Between(1, 10)] = 1
    step_up_after_closing_on_time: bool = True
    steps: tuple[LadderStep, ...] = (
        LadderStep(2_000, 150.0, 520.0),
        LadderStep(5_000, 220.0, 540.0),
        LadderStep(10_000, 300.0, 555.0),
        LadderStep(20_000, 380.0, 570.0),
    )
    vouches: LoanVouches = field(default_factory=LoanVouches)


@dataclass(frozen=True, slots=True)
class LoansCharter:
    """Both kinds of loan."""

    terms: TermsCharter = field(default_factory=TermsCharter)
    ballot: BallotCharter = field(default_factory=BallotCharter)
    internal: InternalLoanCharter = field(default_factory=InternalLoanCharter)
    dsc: DscLoanCharter = field(default_factory=DscLoanCharter)


@dataclass(frozen=True, slots=True)
class HealthCharter:
    """The limits of a healthy group; beyond them it puts its own loans in order first."""

    overdue_percent_at_most: Percent = 15.0
    ever_borrowed_percent_least: Percent = 80.0


@dataclass(frozen=True, slots=True)
class FinesCharter:
    """Fines the bot proposes; the group confirms each."""

    absent_rupees: Rupees = 5
    late_rupees: Rupees = 5
    overdue_rupees: Rupees = 5
    excused_rupees: Rupees = 0


@dataclass(frozen=True, slots=True)
class GradeCharter:
    """The group's grade over its last meetings, five pillars of equal marks."""

    meetings: Annotated[int, Between(1, 200)] = 12
    marks_a_pillar: Annotated[float, Between(1, 100)] = 20.0
    lent_share_full: Annotated[float, Between(0.01, 1)] = 0.8
    books_closed_within_hours: Annotated[int, Between(1, 240)] = 24
    a_from: Percent = 85.0
    b_from: Percent = 75.0
    meetings_least: Annotated[int, Between(1, 200)] = 4
    pillars_least: Annotated[int, Between(1, 5)] = 3


@dataclass(frozen=True, slots=True)
class PeriodsCharter:
    """The time of a scoring run."""

    zone: str = "Asia/Kolkata"
    scoring_hour: Annotated[int, Between(0, 23)] = 8


@dataclass(frozen=True, slots=True)
class Charter:
    """All rules of a programme; every score, loan and fine stores the version it used."""

    version: str = "2026-11.2"
    group: GroupCharter = field(default_factory=GroupCharter)
    meeting: MeetingCharter = field(default_factory=MeetingCharter)
    leaders: LeadersCharter = field(default_factory=LeadersCharter)
    saving: SavingCharter = field(default_factory=SavingCharter)
    social_fund: SocialFundCharter = field(default_factory=SocialFundCharter)
    loans: LoansCharter = field(default_factory=LoansCharter)
    vouches: VouchingCharter = field(default_factory=VouchingCharter)
    health: HealthCharter = field(default_factory=HealthCharter)
    fines: FinesCharter = field(default_factory=FinesCharter)
    points: ScoringCharter = field(default_factory=ScoringCharter)
    grade: GradeCharter = field(default_factory=GradeCharter)
    periods: PeriodsCharter = field(default_factory=PeriodsCharter)


@lru_cache(maxsize=64)
def read_charter(text: str) -> Charter:
    """Read a charter from TOML text; CharterError names the first wrong key."""
    reader, facts = read_text(text)
    charter = reader.table(Charter, _in_todays_keys(facts), ())
    for path, problem in _contradictions(charter):
        raise reader.error(path, problem)
    return charter


@lru_cache(maxsize=64)
def check_new(text: str) -> None:
    """Refuse in a new charter what only one that stands may say: CharterError names the key."""
    charter = read_charter(text)
    reader, facts = read_text(text)
    if _FORMER_BLOCK in facts["periods"]:
        raise reader.error(("periods", _FORMER_BLOCK), "is now vouches.block_weeks")
    if charter.loans.terms.payment_order not in PAYMENT_ORDERS:
        words = " or ".join(f'"{order}"' for order in PAYMENT_ORDERS)
        path = ("loans", "terms", "payment_order")
        raise reader.error(path, f"must be {words}: a fine is paid by itself")


def _in_todays_keys(facts: dict[str, Any]) -> dict[str, Any]:
    """The tables of a charter with the keys of today; one from before names its block elsewhere."""
    periods, vouches = facts.get("periods"), facts.get("vouches")
    if not (isinstance(periods, dict) and isinstance(vouches, dict)):
        return facts
    if _FORMER_BLOCK not in periods or "block_weeks" in vouches:
        return facts
    rest = {key: value for key, value in periods.items() if key != _FORMER_BLOCK}
    moved = vouches | {"block_weeks": periods[_FORMER_BLOCK]}
    return facts | {"periods": rest, "vouches": moved}


_Found = Iterator[tuple[Path, str]]


def _contradictions(charter: Charter) -> _Found:
    """Yield each key whose value contradicts another value, and what it must be."""
    yield from _in_words(charter)
    yield from _in_groups(charter)
    yield from _in_ballots(charter.loans.ballot)
    yield from _in_terms(charter.loans.terms)
    yield from _in_loans(charter.loans.dsc, charter.points)
    yield from _in_points(charter.points)
    if charter.vouches.remind_days >= charter.vouches.days:
        yield ("vouches", "remind_days"), "must be fewer than vouches.days"
    if charter.grade.a_from <= charter.grade.b_from:
        yield ("grade", "a_from"), "must be above grade.b_from"
    if charter.grade.meetings_least > charter.grade.meetings:
        yield ("grade", "meetings_least"), "must not be above grade.meetings"


def _in_words(charter: Charter) -> _Found:
    if not re.fullmatch(r"[a-z0-9.-]{1,32}", charter.version):
        yield ("version",), "must be of small letters, digits, dots and dashes, at most 32"
    try:
        ZoneInfo(charter.periods.zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        yield ("periods", "zone"), "must be a time zone such as Asia/Kolkata"


def _in_groups(charter: Charter) -> _Found:
    group, meeting, leaders = charter.group, charter.meeting, charter.leaders
    if group.members_least > group.members_most:
        yield ("group", "members_least"), "must not be above group.members_most"
    if group.members_least_special > group.members_least:
        yield ("group", "members_least_special"), "must not be above group.members_least"
    if meeting.quorum_numerator > meeting.quorum_denominator:
        yield ("meeting", "quorum_numerator"), "must not be above meeting.quorum_denominator"
    if leaders.reminder_months > leaders.rotation_months:
        yield ("leaders", "reminder_months"), "must not be above leaders.rotation_months"


def _in_ballots(ballot: BallotCharter) -> _Found:
    if ballot.share_numerator > ballot.share_denominator:
        yield (
            ("loans", "ballot", "share_numerator"),
            "must not be above loans.ballot.share_denominator",
        )


def _in_terms(terms: TermsCharter) -> _Found:
    if terms.usual_percent_a_month_least > terms.usual_percent_a_month_most:
        yield (
            ("loans", "terms", "usual_percent_a_month_least"),
            "must not be above loans.terms.usual_percent_a_month_most",
        )


def _in_loans(dsc: DscLoanCharter, points: ScoringCharter) -> _Found:
    path = ("loans", "dsc", "steps")
    for n, (below, above) in enumerate(pairwise(dsc.steps), 1):
        for name in ("rupees", "points", "standing"):
            if getattr(below, name) >= getattr(above, name):
                yield (*path, n, name), "must be above that of the step before"
    most = sum(pillar.weight for pillar in points.conduct) + points.word.at_most
    for n, step in enumerate(dsc.steps):
        if step.points >= most:
            yield (*path, n, "points"), f"must be below {most:g}, the most anybody can gather"
    vouches = dsc.vouches
    for name in ("from_other_households", "conduct_replaces"):
        if getattr(vouches, name) > vouches.needed:
            yield ("loans", "dsc", "vouches", name), "must not be above loans.dsc.vouches.needed"


def _in_points(points: ScoringCharter) -> _Found:
    if points.excuses.at_most > points.excuses.in_meetings:
        yield ("points", "excuses", "at_most"), "must not be above points.excuses.in_meetings"
    if points.word.voice_by_conduct > points.word.voice_repaid:
        yield ("points", "word", "voice_by_conduct"), "must not be above points.word.voice_repaid"
    words = points.standing_words
    if words.steady >= words.strong:
        yield ("points", "standing_words", "strong"), "must be above points.standing_words.steady"
