"""The facts that a scoring run reads, as known at its cut: table rows and what they mean."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

from groups.calendar.model import Rhythm
from groups.charter.rules.charter import Charter
from groups.loans.rules.payable_day import payable_on
from groups.registers.model.meeting import Mark
from groups.standing.model import Five, WordRead
from groups.standing.rules.evidence import CAME, DefaultFact, MeetingFact, MemberFacts
from groups.standing.rules.known_loans import KnownLoans, ToldLoans, known_loans
from groups.standing.rules.known_past import RepaidRow, with_repaid
from groups.standing.rules.loan_evidence import LoanFacts, LoanHistory, loan_facts

# After these acts a membership counts, or is frozen; after all others it has ended, or waits to
# be confirmed.
_COUNTED: Final = frozenset({"joined", "confirmed", "returned", "thawed"})
_RESTS: Final = frozenset({"frozen"})

_MARKS: Final = {mark.value: mark for mark in Mark}
_EXCUSED: Final = Mark.EXCUSED.value
_ALL_PAID: Final = 1_000
ALL: Final = 2**62  # a cut later than every record, in micro-seconds


@dataclass(frozen=True, slots=True)
class KnownAct:
    """An act on a membership on a day."""

    member_id: str
    act: str
    day: date


@dataclass(frozen=True, slots=True)
class KnownVouch:
    """A vouch at the cut; `ended_at` in micro-seconds, None if it had not ended."""

    giver_id: str
    receiver_id: str
    until_day: date
    record: int  # millionths
    is_proxy: bool
    recorded_at: int
    ended_as: str | None
    ended_at: int | None


@dataclass(frozen=True, slots=True)
class Known:
    """The facts known of a group; `acts` are ordered by member number, then by record.

    `facts` has everybody who was in a register, also members who have left since.
    """

    acts: tuple[KnownAct, ...]
    facts: Mapping[str, MemberFacts]
    vouches: tuple[KnownVouch, ...] = ()
    kin: frozenset[tuple[str, str]] = frozenset()  # households too: they count as kin
    homes: frozenset[tuple[str, str]] = frozenset()
    loan_rhythms: Mapping[str, Rhythm] = field(default_factory=dict)  # of each newest loan
    loans: tuple[LoanHistory, ...] = ()  # all that were handed over
    loan_facts: Mapping[str, LoanFacts] = field(default_factory=dict)

    @property
    def members(self) -> tuple[str, ...]:
        """The members after all acts, by number; frozen members are included."""
        last = {one.member_id: one.act for one in self.acts}
        return tuple(who for who, act in last.items() if act in _COUNTED or act in _RESTS)

    def was_member(self, member_id: str, day: date) -> bool:
        """Whether she was a member at the end of a day."""
        mine = [one.act for one in self.acts if one.member_id == member_id and one.day <= day]
        return bool(mine) and (mine[-1] in _COUNTED or mine[-1] in _RESTS)

    def stayed_since(self, member_id: str, day: date) -> bool:
        """Whether she was a member at the end of a day, and in no act since was anything else."""
        later = [one.act for one in self.acts if one.member_id == member_id and one.day > day]
        return self.was_member(member_id, day) and all(
            act in _COUNTED or act in _RESTS for act in later
        )

    def counted_on(self, day: date) -> int:
        """How many members had to meet at the end of a day; frozen members are not counted."""
        last = {one.member_id: one.act for one in self.acts if one.day <= day}
        return sum(act in _COUNTED for act in last.values())


@dataclass(frozen=True, slots=True)
class Moment:
    """A period, its end and the cut at which it was scored, both in micro-seconds."""

    period: date
    ends_at: int
    cut: int

    @property
    def until(self) -> int:
        """The time up to which vouches and ties count: the period's end, or an earlier cut."""
        return min(self.ends_at, self.cut)


# Member, day, time of record, mark, saving due, saved; amounts in paise.
LineRow = tuple[str, str, int, str, int, int]
ActRow = tuple[str, str, str]  # member, act, day
VouchRow = tuple[str, str, str, int, int, int, str | None, int | None]
MergeRow = tuple[str, str, int]  # merged record, kept record, time of record
TieRow = tuple[str, str, str, str]  # one, other, kind, act
# Member, her loan in another group, the day of its default (None: no default), the day of a full
# repayment after it, time of record.
CarriedRow = tuple[str, str, str | None, str | None, int]


@dataclass(frozen=True, slots=True)
class Told:
    """The rows about a group, as they are in the tables.

    Reading them is quick; interpreting them (`known_of`) takes longer and may be done later.
    `lines` are ordered by day, a correction after the line it corrects; `ties` by record.
    """

    acts: list[ActRow]
    lines: list[LineRow]
    vouches: list[VouchRow]
    ties: list[TieRow]
    merges: list[MergeRow] = field(default_factory=list)
    loans: ToldLoans = field(default_factory=ToldLoans)
    carried: list[CarriedRow] = field(default_factory=list)
    repaid: list[RepaidRow] = field(default_factory=list)  # repaid before the books began here


@dataclass(frozen=True, slots=True)
class HeldMeeting:
    """A meeting that was held; `closed_after` its opening, in micro-seconds.

    `money` is the cash in the box after it and, where the group lends, in the bank, in paise.
    """

    day: date
    closed_after: int
    difference: int  # cash counted less cash by the books, in paise
    money: int = 0


@dataclass(frozen=True, slots=True)
class Block:
    """The last moment before a period's four-week block; vouches ended by then do not count.

    It is the rule of runs that were made before words were read once a block.

    `last_period` and `ends_at` are None in the group's first block. `seen` holds the ends of the
    periods scored since that moment: a vouch that has ended and stood at none of them never counts.
    At most `beads` vouches of one giver count at once.
    """

    last_period: date | None
    ends_at: int | None  # micro-seconds
    seen: tuple[int, ...] = ()  # micro-seconds
    beads: int = 5


@dataclass(frozen=True, slots=True)
class Reading:
    """The rows from which the first run of a block reads the sisters' word.

    They are what was known at the end of its period, also when it is run later. At most `beads`
    vouches of one giver count.
    """

    told: Told
    beads: int


@dataclass(frozen=True, slots=True)
class ReadBefore:
    """The sisters' word as it was read at the end of an earlier day, by member: it still stands.

    A member who was not in the group then, or not all the time since, has no word.
    """

    day: date
    words: Mapping[str, WordRead]


Words = Block | Reading | ReadBefore  # where a run takes the sisters' word from


@dataclass(frozen=True, slots=True)
class Earlier:
    """The run before: its moment, and each member's pillars in the books since then.

    `anew` holds its rows and its words, to score it again, if the charter has changed since.
    """

    at: Moment
    stood: Mapping[str, Five]
    anew: tuple[Told, Block | ReadBefore] | None = None


@dataclass(frozen=True, slots=True)
class RunFacts:
    """Everything that one run reads.

    `windows` are spans of days, first and last day included, in each of which a meeting was due:
    those of the group's grade, oldest first.
    """

    period: date
    told: Told
    words: Words
    earlier: Earlier | None
    windows: tuple[tuple[date, date], ...]
    held: tuple[HeldMeeting, ...]


def known_of(rows: Told, end: date, charter: Charter) -> Known:
    """Return what the rows say at the end of a period.

    An instalment is payable in the first meeting held on or after its due day, or the charter's
    most days later if none was held. Planned meetings do not matter, as plans may change.
    """
    loans = merged_loans(rows.loans, rows.merges, cut=ALL)
    facts_of_loans = told_of(loans, days_of(rows.lines), end, charter)
    newest = {(one, other, kind): act for one, other, kind, act in rows.ties}
    ties = [tie for tie, act in newest.items() if act == "declared"]
    carried = carried_defaults(rows.carried, rows.merges, end)
    facts = with_loans(facts_of(rows.lines, rows.merges), facts_of_loans, carried)
    return Known(
        acts=tuple(
            KnownAct(who, act, date.fromisoformat(iso_day)) for who, act, iso_day in rows.acts
        ),
        facts=with_repaid(facts, rows.repaid, rows.merges, end, cut=ALL),
        loan_rhythms={who: hers.rhythm for who, hers in loans.items()},
        loans=tuple(one for hers in loans.values() for one in hers.histories),
        loan_facts=facts_of_loans,
        vouches=tuple(map(_vouch, rows.vouches)),
        kin=frozenset((one, other) for one, other, _ in ties),
        homes=frozenset((one, other) for one, other, kind in ties if kind == "household"),
    )


def facts_before(
    rows: Told, known: Known, before: Moment, charter: Charter
) -> Mapping[str, MemberFacts]:
    """Return the facts of each member as they were known at an earlier moment."""
    last = before.period.isoformat()
    merges = [one for one in rows.merges if one[2] <= before.cut]
    is_later = any(line[2] > before.cut for line in rows.lines if line[1] <= last)
    if is_later or merges != rows.merges:
        then = facts_of(_known_by(rows.lines, last, before.cut), merges)
    else:
        then = {
            member: MemberFacts(tuple(one for one in facts.meetings if one.day <= before.period))
            for member, facts in known.facts.items()
        }
    loans = merged_loans(rows.loans, merges, cut=before.cut)
    held = days_of(_known_by(rows.lines, last, before.cut))
    carried = [row for row in rows.carried if row[-1] <= before.cut]
    member_facts = with_loans(
        then,
        told_of(loans, held, before.period, charter),
        carried_defaults(carried, merges, before.period),
    )
    return with_repaid(member_facts, rows.repaid, merges, before.period, cut=before.cut)


def told_of(
    loans: Mapping[str, KnownLoans], held: Sequence[date], end: date, charter: Charter
) -> dict[str, LoanFacts]:
    """The loan facts of each member up to an end; `held` are the days of all meetings."""
    payable = payable_on(held, lambda _: date.max, charter.loans.terms.payable_days_at_most)
    broken_from = charter.points.broken_promises.from_day_overdue
    return {
        member: loan_facts(hers.histories, end, payable, broken_from=broken_from)
        for member, hers in loans.items()
    }


def with_loans(
    facts: Mapping[str, MemberFacts],
    loans: Mapping[str, LoanFacts],
    carried: Mapping[str, tuple[DefaultFact, ...]],
) -> dict[str, MemberFacts]:
    """Add to the members' facts their loan facts, and their defaults in other groups."""
    by_member = dict(facts)
    for member in [*loans, *sorted(carried.keys() - loans.keys())]:
        hers = loans.get(member, LoanFacts())
        by_member[member] = replace(
            by_member.get(member, MemberFacts()),
            instalments=hers.instalments,
            defaults=hers.defaults + carried.get(member, ()),
            loan_repaid_day=hers.repaid_day,
        )
    return by_member


def carried_defaults(
    rows: Iterable[CarriedRow], merges: Iterable[MergeRow], end: date
) -> dict[str, tuple[DefaultFact, ...]]:
    """The members' defaults in other groups up to an end, by the newest row of each loan."""
    newest = {(member, loan): (iso_day, repaid) for member, loan, iso_day, repaid, _ in rows}
    into = {gone: kept_id for gone, kept_id, _ in merges}
    by_member: dict[str, dict[str, DefaultFact]] = {}
    for (member, loan), (iso_day, repaid) in newest.items():
        who = member
        while who in into:
            who = into[who]
        if iso_day is not None and date.fromisoformat(iso_day) <= end:
            repaid_day = date.fromisoformat(repaid) if repaid else None
            by_member.setdefault(who, {})[loan] = DefaultFact(
                date.fromisoformat(iso_day), repaid_day
            )
    return {member: tuple(hers.values()) for member, hers in by_member.items()}


def merged_loans(
    loan_rows: ToldLoans, merges: Iterable[MergeRow], *, cut: int
) -> dict[str, KnownLoans]:
    """The loans of each borrower; the loans of a merged record belong to the kept record."""
    by_borrower = known_loans(loan_rows, cut=cut)
    for gone, into, _ in merges:
        if gone in by_borrower:
            mine, other = by_borrower.pop(gone), by_borrower.get(into)
            every = mine.histories + (other.histories if other else ())
            by_borrower[into] = KnownLoans(every, (other or mine).rhythm)
    return by_borrower


def days_of(lines: Iterable[LineRow]) -> list[date]:
    """The days of the meetings that these lines belong to, in order."""
    return [date.fromisoformat(iso_day) for iso_day in sorted({line[1] for line in lines})]


def _known_by(lines: list[LineRow], last: str, cut: int) -> list[LineRow]:
    return [one for one in lines if one[1] <= last and one[2] <= cut]


def facts_of(lines: Iterable[LineRow], merges: Iterable[MergeRow] = ()) -> dict[str, MemberFacts]:
    """Return the facts of each member in the lines, after corrections.

    The lines of a merged record belong to the kept record. If both have a line of one day, the
    better line counts: the woman was there once.
    """
    lines_by_member: dict[str, dict[str, LineRow]] = {}
    for line in lines:
        lines_by_member.setdefault(line[0], {})[line[1]] = line
    for gone, into, _ in merges:
        both = lines_by_member.pop(gone, {})
        for iso_day, line in lines_by_member.get(into, {}).items():
            both[iso_day] = max(both.get(iso_day, line), line, key=_worth)
        lines_by_member[into] = dict(sorted(both.items()))
    days = {
        iso_day: date.fromisoformat(iso_day)
        for mine in lines_by_member.values()
        for iso_day in mine
    }
    return {
        member: MemberFacts(meetings=_meetings(mine.values(), days))
        for member, mine in lines_by_member.items()
    }


def _meetings(lines: Iterable[LineRow], days: Mapping[str, date]) -> tuple[MeetingFact, ...]:
    """Return a member's lines in whole dues, without savings that an excuse carried over.

    The next due includes a carried-over saving, except when the charter did not grant the excuse or
    she was away in between.
    """
    facts: list[MeetingFact] = []
    carried = 0
    for _, iso_day, _, mark, due, saved in lines:
        usual = due - carried if due > carried else due
        paid = _ALL_PAID if saved >= due else saved // usual if usual else 0
        facts.append(MeetingFact(days[iso_day], _MARKS[mark], usual > 0, paid))
        carried = due - min(saved, due) if mark == _EXCUSED else 0
    return tuple(facts)


def _worth(line: LineRow) -> tuple[bool, bool, int]:
    return _MARKS[line[3]] in CAME, line[3] == _EXCUSED, line[5]


def _vouch(row: VouchRow) -> KnownVouch:
    giver, receiver, until_day, record, proxy, recorded_at, act, ended_at = row
    day = date.fromisoformat(until_day)
    return KnownVouch(giver, receiver, day, record, bool(proxy), recorded_at, act, ended_at)
