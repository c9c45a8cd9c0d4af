"""The history of the practice village: who came, saved and vouched, week by week.

It is invented. Members are named by their numbers; weeks are counted from 1.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from types import MappingProxyType
from typing import Final, Self
from zoneinfo import ZoneInfo

from groups.calendar.model import Rhythm
from groups.calendar.rules.days import day_in
from groups.loans.model.loan import Purpose
from groups.people.model.people import Tie
from groups.practice.spoken import spoken
from groups.registers.model.meeting import CashReason, Mark, RegisterLine
from groups.registers.model.money import Code, LoanFund, MoneyKind, MoneyLine, MoneyPlace

ZONE: Final = "Asia/Kolkata"
WEEKS: Final = 16
SAVING: Final = 20_00  # paise
MEETING_HOUR: Final = 11
LAST_MEETING_DAYS_AGO: Final = 3  # scored on the morning after; the next one comes in four days
BEGUN_DAYS_BEFORE: Final = 4  # from the admission to the first meeting


@dataclass(frozen=True, slots=True)
class PracticePerson:
    """A person of the village; `kind` is leader, member, shared or facilitator.

    `member_number` is None for the facilitator; a member without her own phone uses a shared one.
    """

    telegram_id: int
    name: str
    kind: str
    has_phone: bool = True
    member_number: int | None = None
    also_used_by: tuple[str, ...] = ()
    language: str = "en"

    def in_language(self, language: str) -> Self:
        """Herself in the village of a language: her name in it, and her phone."""
        also_used_by = tuple(spoken(name, language) for name in self.also_used_by)
        name = spoken(self.name, language)
        return replace(self, name=name, also_used_by=also_used_by, language=language)


@dataclass(frozen=True, slots=True)
class Week:
    """A meeting: the exceptions from coming, saving and paying back; amounts in paise.

    `part` is a part payment of a loan in the place of the due; `fined` pay the fine that the
    charter proposes for their mark; `difference` is the cash difference.
    """

    marks: Mapping[int, Mark] = field(default_factory=dict)
    unpaid: frozenset[int] = frozenset()  # they came and saved nothing
    extra: Mapping[int, int] = field(default_factory=dict)
    part: Mapping[int, int] = field(default_factory=dict)
    fined: frozenset[int] = frozenset()
    money: tuple[MoneyLine, ...] = ()  # lines without a member
    difference: int = 0
    reason: CashReason | None = None


@dataclass(frozen=True, slots=True)
class WordGiven:
    """A vouch given or taken back, two days before the meeting of a week."""

    week: int
    giver: int
    receiver: int
    is_taken_back: bool = False


@dataclass(frozen=True, slots=True)
class Wish:
    """A loan asked for two days before the meeting of a week, or after the last one, in rupees.

    The `silent` have not voted yet; after the ballot the `missing` have yet to confirm the
    hand-over.
    """

    week: int
    borrower: int
    rupees: int
    months: int
    purpose: Purpose
    words: str
    fund: LoanFund = LoanFund.OWN
    rhythm: Rhythm | None = None
    silent: frozenset[int] = frozenset()
    against: frozenset[int] = frozenset()
    missing: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Calendar:
    """The days of the village, counted back from the day on which it is opened."""

    last_meeting: date

    @property
    def meeting_day(self) -> int:
        """The weekday of the meetings; 0 is Monday."""
        return self.last_meeting.weekday()

    @property
    def begun(self) -> date:
        """The day on which the group was admitted."""
        return self.meeting(1) - timedelta(days=BEGUN_DAYS_BEFORE)

    def meeting(self, week: int) -> date:
        """The day of a week's meeting."""
        return self.last_meeting - timedelta(weeks=WEEKS - week)


def calendar_before(now: datetime) -> Calendar:
    """The calendar in which the last meeting was three days ago."""
    return Calendar(day_in(ZONE, now) - timedelta(days=LAST_MEETING_DAYS_AGO))


def clock(day: date, hour: int, minute: int = 0) -> datetime:
    """A time of the village's day, in UTC."""
    return datetime.combine(day, time(hour, minute), ZoneInfo(ZONE)).astimezone(UTC)


def line_of(week: Week, number: int, member_id: str, due: int) -> RegisterLine:
    """A member's register line in a week, `due` in paise."""
    mark = week.marks.get(number, Mark.PRESENT)
    came = mark in {Mark.PRESENT, Mark.LATE}
    saved = due if came and number not in week.unpaid else 0
    return RegisterLine(member_id, mark, saved, week.extra.get(number, 0))


def repaid(week: Week, number: int, due: int) -> int:
    """What a borrower who owes `due` in a week's meeting pays back, in paise."""
    is_there = week.marks.get(number, Mark.PRESENT) in {Mark.PRESENT, Mark.LATE}
    return week.part.get(number, due) if is_there else 0


_LATE, _ABSENT, _EXCUSED = Mark.LATE, Mark.ABSENT, Mark.EXCUSED
_PAPER: Final = MoneyLine(MoneyKind.EXPENSE, 25_00, code=Code.STATIONERY)
_GRANT: Final = MoneyLine(
    MoneyKind.FUND_RECEIVED, 10_000_00, fund=LoanFund.DSC, place=MoneyPlace.BANK
)
_INTEREST: Final = MoneyLine(MoneyKind.RECEIPT, 12_00, code=Code.BANK_INTEREST)

HISTORY: Final[Mapping[int, Week]] = MappingProxyType(
    {
        1: Week({7: _ABSENT, 9: _ABSENT, 10: _ABSENT, 11: _ABSENT, 5: _LATE}),
        2: Week({7: _ABSENT, 4: _ABSENT, 11: _LATE}, unpaid=frozenset({10})),
        3: Week({7: _ABSENT, 11: _ABSENT}, unpaid=frozenset({4})),
        4: Week({11: _ABSENT, 8: _EXCUSED, 12: _LATE}),
        5: Week({7: _ABSENT, 1: _LATE}),
        6: Week({9: _ABSENT, 5: _LATE}, difference=-10_00, reason=CashReason.CHANGE_OWED),
        7: Week({11: _ABSENT, 3: _EXCUSED}),
        8: Week({7: _ABSENT}, unpaid=frozenset({5})),
        9: Week({4: _ABSENT, 12: _LATE}),
        10: Week({8: _EXCUSED}, extra={2: 50_00}),
        # The register left out Radha's saving, but the cash was in the box. See CORRECTED.
        11: Week({7: _ABSENT}, unpaid=frozenset({6}), difference=SAVING, reason=CashReason.FOUND),
        12: Week({6: _EXCUSED}, money=(_PAPER,)),
        13: Week({9: _ABSENT}),
        14: Week({7: _ABSENT}, extra={10: 100_00}, money=(_GRANT,)),
        15: Week({5: _LATE}, unpaid=frozenset({11}), part={11: 20_00}, fined=frozenset({5})),
        16: Week({7: _LATE}, extra={12: 30_00}, part={11: 0}, money=(_INTEREST,)),
    }
)

# Kamla's loan is repaid; Anita and Kiran pay back, Rekha is in arrears. Asha has to decide on
# Meena's, Radha's ballot lacks three votes, and Geeta's lacks only Sunita's confirmation.
WISHES: Final = (
    *(
        Wish(10, 3, 500, 1, Purpose.TRADE, "Bangles to sell at the fair", rhythm=Rhythm.WEEKLY),
        Wish(11, 12, 600, 3, Purpose.EDUCATION, "School fees of two children"),
        Wish(11, 11, 350, 2, Purpose.HEALTH, "Medicine", rhythm=Rhythm.WEEKLY),
        Wish(13, 10, 600, 6, Purpose.TRADE, "Stock for the shop", rhythm=Rhythm.FORTNIGHTLY),
    ),
    *(
        Wish(
            WEEKS + 1, 5, 800, 4, Purpose.LIVESTOCK, "A goat with its kid", missing=frozenset({1})
        ),
        Wish(WEEKS + 1, 2, 2000, 10, Purpose.TAILORING, "A sewing machine", fund=LoanFund.DSC),
        Wish(
            week=WEEKS + 1,
            borrower=6,
            rupees=600,
            months=4,
            purpose=Purpose.FARMING,
            words="Seed for the winter",
            silent=frozenset({1, 2, 3}),
            against=frozenset({12}),
        ),
    ),
)

CORRECTED: Final = (11, 6)  # week and member: corrected on the day after, when it was scored
CORRECTED_WHY: Final = "Radha's saving was in the box and not in the register"

TIES: Final[Mapping[int, tuple[tuple[int, Tie], ...]]] = MappingProxyType(
    {  # declared at joining, by the member who joined later
        5: ((4, Tie.KIN), (4, Tie.HOUSEHOLD)),
        8: ((6, Tie.KIN), (6, Tie.HOUSEHOLD)),
        12: ((3, Tie.KIN),),
    }
)

# Sunita and Meena vouch for each other, Kiran, Rekha and Anita vouch in a ring, Savitri and
# Geeta are kin; nobody has vouched for Shanti yet.
WORDS: Final = (
    *(
        WordGiven(2, 2, 1),
        WordGiven(2, 3, 1),
        WordGiven(3, 1, 2),
        WordGiven(3, 4, 5),
        WordGiven(3, 5, 4),
    ),
    *(
        WordGiven(4, 6, 2),
        WordGiven(4, 6, 8),
        WordGiven(4, 12, 3),
        WordGiven(5, 10, 2),
        WordGiven(5, 1, 3),
    ),
    *(
        WordGiven(6, 10, 11),
        WordGiven(6, 11, 12),
        WordGiven(6, 12, 10),
        WordGiven(7, 2, 6),
        WordGiven(7, 3, 6),
    ),
    *(
        WordGiven(8, 4, 1),
        WordGiven(8, 5, 1),
        WordGiven(9, 1, 6),
        WordGiven(10, 12, 2),
        WordGiven(11, 10, 5),
    ),
    *(WordGiven(12, 6, 4), WordGiven(12, 11, 12, is_taken_back=True), WordGiven(13, 2, 12)),
    *(WordGiven(14, 5, 3), WordGiven(15, 4, 7), WordGiven(16, 3, 10)),
)
