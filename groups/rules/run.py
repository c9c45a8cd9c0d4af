"""One scoring run of one group: what was known in, every member's pillars and weekly line out.

Pure, so that `verify` computes a run again from what was known at its cut.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

import numpy as np

from groups.rules.evidence import MemberEvidence, MemberFacts, as_rows, gather
from groups.rules.periods import Rhythm
from groups.rules.scoring import ScoringCharter, Standings, Vouches, centi_points, score
from groups.rules.weekly_line import Five, Scored, WeeklyLine, weekly_line


class GivenWord(Protocol):
    """A vouch as it was known: between whom, until when, how and when it ended."""

    @property
    def giver_id(self) -> str: ...
    @property
    def receiver_id(self) -> str: ...
    @property
    def until_day(self) -> date: ...
    @property
    def record(self) -> int: ...
    @property
    def is_proxy(self) -> bool: ...
    @property
    def recorded_at(self) -> int: ...
    @property
    def ended_as(self) -> str | None: ...
    @property
    def ended_at(self) -> int | None: ...


class Knowledge(Protocol):
    """What a run reads."""

    @property
    def members(self) -> tuple[str, ...]: ...
    @property
    def facts(self) -> Mapping[str, MemberFacts]: ...
    @property
    def vouches(self) -> Sequence[GivenWord]: ...
    @property
    def kin(self) -> frozenset[tuple[str, str]]: ...
    @property
    def homes(self) -> frozenset[tuple[str, str]]: ...


@dataclass(frozen=True, slots=True)
class Block:
    """The last moment before the period's four-week block: what ended up to it has left the sum.

    None in both where the block is the group's first.
    """

    last_period: date | None
    ends_at: int | None  # micro-seconds


@dataclass(frozen=True, slots=True)
class WordsHeld:
    """The words with a voice that a member holds."""

    count: int
    opening: int  # those that open a loan: not of kin
    homes: int  # from how many households these come


@dataclass(frozen=True, slots=True)
class MemberScore:
    """A member at the end of a period; centi-points, `lent` is never hers."""

    member_id: str
    evidence: MemberEvidence
    balances: Five
    lent: int
    words: WordsHeld


@dataclass(frozen=True, slots=True)
class GroupScore:
    """A group at the end of a period: its members by number, and what was read."""

    members: tuple[MemberScore, ...]
    digest: str


def score_group(
    known: Knowledge, period: date, block: Block, rhythm: Rhythm, charter: ScoringCharter
) -> GroupScore:
    """Score everybody in the group at the end of a period."""
    evidence = {
        member: gather(
            known.facts[member], period, rhythm=rhythm, loan_rhythm=None, charter=charter
        )
        for member in known.members
    }
    words = _words_that_count(known, block)
    standings = _score(known, list(evidence.values()), words, charter)
    pillars = centi_points(standings.pillars).tolist()
    lent = np.rint(standings.lent.sum(axis=1) * 100).astype(np.int64).tolist()
    held = _words_held(known, list(evidence.values()), words)
    members = tuple(
        MemberScore(member, evidence[member], tuple(pillars[n]), lent[n], held[n])
        for n, member in enumerate(known.members)
    )
    return GroupScore(members, _digest(known, words))


def lines_of(
    before: GroupScore | None,
    after: GroupScore,
    balances: Mapping[str, Five],
    charter: ScoringCharter,
    *,
    is_restated: bool,
) -> dict[str, WeeklyLine]:
    """Return every member's weekly line; `balances` are what stood in the books before the run.

    `is_restated`: `before` is the earlier period scored anew, as its run was under another charter.
    """
    earlier = {one.member_id: one for one in before.members} if before else {}
    lines: dict[str, WeeklyLine] = {}
    for member in after.members:
        old = earlier.get(member.member_id)
        stood = balances.get(member.member_id)
        then = Scored(old.evidence, (), stood) if old is not None and stood is not None else None
        lines[member.member_id] = weekly_line(
            then,
            Scored(member.evidence, (), member.balances),
            charter,
            restated=old.balances if is_restated and old is not None else None,
        )
    return lines


def _words_that_count(known: Knowledge, block: Block) -> list[GivenWord]:
    """Return the newest word of each pair that has not left the sum, giver and receiver members."""
    members = frozenset(known.members)
    newest: dict[tuple[str, str], GivenWord] = {}
    for word in known.vouches:
        pair = (word.giver_id, word.receiver_id)
        if members.issuperset(pair) and not _has_left(word, block):
            newest[pair] = word
    return list(newest.values())


def _has_left(word: GivenWord, block: Block) -> bool:
    if word.ended_as == "renewed":
        return True
    if block.last_period is None or block.ends_at is None:
        return False
    if word.ended_at is not None and word.ended_at <= block.ends_at:
        return True
    return word.until_day <= block.last_period


def _score(
    known: Knowledge,
    evidence: Sequence[MemberEvidence],
    words: Sequence[GivenWord],
    charter: ScoringCharter,
) -> Standings:
    row = {member: n for n, member in enumerate(known.members)}
    pairs = [(row[one], row[two]) for one, two in sorted(known.kin) if one in row and two in row]
    kin = frozenset(pairs) | frozenset((two, one) for one, two in pairs)
    between = [(row[word.giver_id], row[word.receiver_id]) for word in words]
    vouches = Vouches(
        giver=np.array([giver for giver, _ in between], dtype=np.int64),
        receiver=np.array([receiver for _, receiver in between], dtype=np.int64),
        kin=np.array([pair in kin for pair in between], dtype=bool),
        record=np.array([0.0 if w.is_proxy else w.record / 1_000_000 for w in words]),
        kin_pairs=np.array(pairs, dtype=np.int64).reshape(len(pairs), 2),
    )
    return score(as_rows([0] * len(evidence), evidence), vouches, charter)


def _words_held(
    known: Knowledge, evidence: Sequence[MemberEvidence], words: Sequence[GivenWord]
) -> list[WordsHeld]:
    """Return what words each member holds, in the order of members."""
    voice = {member: one.voice for member, one in zip(known.members, evidence, strict=True)}
    home = _homes(known)
    heard = [word for word in words if voice[word.giver_id] and not word.is_proxy]
    return [_held_by(member, heard, known.kin, home) for member in known.members]


def _held_by(
    member: str,
    heard: Sequence[GivenWord],
    kin: frozenset[tuple[str, str]],
    home: Mapping[str, str],
) -> WordsHeld:
    givers = [word.giver_id for word in heard if word.receiver_id == member]
    opening = [giver for giver in givers if not kin & {(giver, member), (member, giver)}]
    return WordsHeld(len(givers), len(opening), len({home[giver] for giver in opening}))


def _homes(known: Knowledge) -> dict[str, str]:
    """Return one name for each household, by member: who lives together shares it."""
    home = {member: member for member in known.members}
    for one, other in sorted(known.homes):
        if one in home and other in home:
            kept, gone = home[one], home[other]
            home = {member: kept if name == gone else name for member, name in home.items()}
    return home


def _digest(known: Knowledge, words: Sequence[GivenWord]) -> str:
    """Return a digest of what was read, so that a later change of it shows."""
    read = {
        "members": [
            [
                member,
                [
                    [one.day.isoformat(), one.mark.value, int(one.saving_due), one.savings_paid]
                    for one in known.facts[member].meetings
                ],
            ]
            for member in known.members
        ],
        "words": sorted(
            [word.giver_id, word.receiver_id, word.record, int(word.is_proxy)] for word in words
        ),
        "kin": sorted(known.kin),
        "homes": sorted(known.homes),
    }
    body = json.dumps(read, separators=(",", ":"), sort_keys=True)
    return hashlib.sha256(body.encode()).hexdigest()
