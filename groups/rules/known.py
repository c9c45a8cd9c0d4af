"""What a scoring run reads, as it was known at its cut: plain values, whoever fills them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from groups.rules.evidence import MemberFacts
from groups.rules.weekly_line import Five

# What an act makes of a membership: one is counted, one rests, one is over. Who was added or has
# asked and waits is not one yet.
_COUNTED: Final = frozenset({"joined", "confirmed", "returned", "thawed"})
_RESTS: Final = frozenset({"frozen"})


@dataclass(frozen=True, slots=True)
class KnownAct:
    """One thing that happened to a membership on a day."""

    member_id: str
    act: str
    day: date


@dataclass(frozen=True, slots=True)
class KnownVouch:
    """A vouch as it stood at the cut; `ended_at` in micro-seconds, if it was ended by then."""

    giver_id: str
    receiver_id: str
    until_day: date
    record: int  # millionths
    is_proxy: bool
    ended_as: str | None
    ended_at: int | None


@dataclass(frozen=True, slots=True)
class Known:
    """What was known of a group; `acts` by member number and then in their order.

    `facts` tell of everybody who was in a register, those who have left since among them.
    """

    acts: tuple[KnownAct, ...]
    facts: Mapping[str, MemberFacts]
    vouches: tuple[KnownVouch, ...] = ()
    kin: frozenset[tuple[str, str]] = frozenset()  # households too: who lives together is kin
    homes: frozenset[tuple[str, str]] = frozenset()

    @property
    def members(self) -> tuple[str, ...]:
        """Who is a member by all acts, by number; she who is frozen is one."""
        last = {one.member_id: one.act for one in self.acts}
        return tuple(who for who, act in last.items() if act in _COUNTED or act in _RESTS)

    def counted_on(self, day: date) -> int:
        """How many members were due to meet at the end of a day: the frozen ones rest."""
        last = {one.member_id: one.act for one in self.acts if one.day <= day}
        return sum(act in _COUNTED for act in last.values())


@dataclass(frozen=True, slots=True)
class HeldMeeting:
    """A meeting that was held; `closed_after` in micro-seconds."""

    day: date
    closed_after: int
    difference: int  # paise counted less what the books said


@dataclass(frozen=True, slots=True)
class Block:
    """The last moment before the period's four-week block: what ended up to it has left the sum.

    None in both where the block is the group's first.
    """

    last_period: date | None
    ends_at: int | None  # micro-seconds


@dataclass(frozen=True, slots=True)
class Earlier:
    """The run before: what it knew of each member, and what has stood in the books since.

    `anew` is all that it knew, to be scored once more, where the charter has changed since.
    """

    period: date
    facts: Mapping[str, MemberFacts]
    stood: Mapping[str, Five]
    anew: tuple[Known, Block] | None = None


@dataclass(frozen=True, slots=True)
class RunFacts:
    """Everything one run reads.

    `windows` are the spans of days, the first and the last with them, in each of which a meeting
    was due: those of the group's grade, oldest first.
    """

    period: date
    known: Known
    block: Block
    earlier: Earlier | None
    windows: tuple[tuple[date, date], ...]
    held: tuple[HeldMeeting, ...]
