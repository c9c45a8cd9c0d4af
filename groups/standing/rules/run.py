"""One scoring run of one group: known facts in, each member's pillars and weekly line out.

Pure, so that `verify` can recompute a run from the facts known at its cut.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from groups.calendar.model import Rhythm
from groups.charter.model.scoring import ScoringCharter
from groups.standing.model import NOTHING, Five, WeeklyLine, WordsHeld
from groups.standing.rules.evidence import (
    MemberEvidence,
    MemberFacts,
    as_rows,
    dues_of,
    gather,
    weighed,
)
from groups.standing.rules.known import Block, Earlier, Known, KnownVouch
from groups.standing.rules.scoring import Standings, Vouches, centi_points, score
from groups.standing.rules.weekly_line import Scored, weekly_line


@dataclass(frozen=True, slots=True)
class MemberScore:
    """A member at the end of a period, in centi-points; `lent` is trust, not her points."""

    member_id: str
    evidence: MemberEvidence
    balances: Five
    lent: int
    words: WordsHeld


@dataclass(frozen=True, slots=True)
class GroupScore:
    """A group at the end of a period: its members by number, and a digest of what was read."""

    members: tuple[MemberScore, ...]
    digest: str


def score_group(
    known: Known, period: date, block: Block, rhythm: Rhythm, charter: ScoringCharter
) -> GroupScore:
    """Score everybody in the group at the end of a period."""
    members = known.members
    evidence = [
        gather(
            _facts(known, member),
            period,
            rhythm=rhythm,
            loan_rhythm=known.loan_rhythms.get(member),
            charter=charter,
        )
        for member in members
    ]
    words = _words_that_count(known, members, block)
    standings = _score(known, members, evidence, words, charter)
    pillars = centi_points(standings.pillars).tolist()
    lent = np.rint(standings.lent.sum(axis=1) * 100).astype(np.int64).tolist()
    held = _words_held(known, members, evidence, words)
    scores = tuple(
        MemberScore(member, evidence[n], tuple(pillars[n]), lent[n], held[n])
        for n, member in enumerate(members)
    )
    return GroupScore(scores, _digest(known, members, words))


def _facts(known: Known, member: str) -> MemberFacts:
    """Return a member's facts; empty before the first register that names her."""
    return known.facts.get(member, MemberFacts())


def lines_of(
    before: Mapping[str, Scored],
    after: GroupScore,
    known: Known,
    restated: Mapping[str, Five],
    rule: ScoringCharter,
) -> dict[str, WeeklyLine]:
    """Return every member's weekly line.

    `before` is what the run before knew of each member, with her pillars in the books since.
    `restated` holds her earlier pillars under the new charter, if the charter has changed.
    """
    return {
        one.member_id: weekly_line(
            before.get(one.member_id),
            Scored(one.evidence, _facts(known, one.member_id).defaults, one.balances),
            rule,
            restated=restated.get(one.member_id),
        )
        for one in after.members
    }


def scored_before(
    earlier: Earlier,
    facts: Mapping[str, MemberFacts],
    known: Known,
    after: GroupScore,
    rhythm: Rhythm,
    charter: ScoringCharter,
) -> dict[str, Scored]:
    """Return the earlier score of each of these members who was in the run before.

    `facts` is what that run knew. If nothing was corrected since, her dues of then are the first of
    her dues of now.
    """
    end = earlier.at.period
    by_member: dict[str, Scored] = {}
    for one in after.members:
        stood = earlier.stood.get(one.member_id)
        if stood is None or (stood == NOTHING and not known.was_member(one.member_id, end)):
            continue  # she is new, or had left and comes back: all her causes are shown
        then = facts.get(one.member_id, MemberFacts())
        now = _facts(known, one.member_id)
        if _is_as_then(then, now, end):
            dues = tuple(due for due in one.evidence.dues if due.day <= end)
        else:
            dues = dues_of(then, end, charter)
        loan_rhythm = known.loan_rhythms.get(one.member_id)
        evidence = weighed(then, dues, end, rhythm=rhythm, loan_rhythm=loan_rhythm, charter=charter)
        by_member[one.member_id] = Scored(evidence, then.defaults, stood)
    return by_member


def _is_as_then(then: MemberFacts, now: MemberFacts, end: date) -> bool:
    """Whether the facts up to a day are the same now as they were then."""
    meetings = [fact for fact in now.meetings if fact.day <= end]
    instalments = [fact for fact in now.instalments if fact.day <= end]
    return list(then.meetings) == meetings and list(then.instalments) == instalments


def _words_that_count(known: Known, members: Sequence[str], block: Block) -> list[KnownVouch]:
    """Return the vouches that count: of each pair of members, the newest still in the sum.

    Of each giver the vouches that have stood longest count, at most `beads` of them. A bead taken
    back is free at once, but its vouch counts to the end of the block, within that number.
    """
    inside = frozenset(members)
    newest: dict[tuple[str, str], KnownVouch] = {}
    since: dict[tuple[str, str], int] = {}
    was_renewed: set[tuple[str, str]] = set()
    for word in known.vouches:
        pair = (word.giver_id, word.receiver_id)
        if pair not in was_renewed:
            since[pair] = word.recorded_at
        if word.ended_as == "renewed":
            was_renewed.add(pair)
        else:
            was_renewed.discard(pair)
            if inside.issuperset(pair) and _is_in_sum(word, block):
                newest[pair] = word
    of_giver = Counter[str]()
    counted: list[KnownVouch] = []
    for pair in sorted(newest, key=lambda pair: (since[pair], pair)):
        of_giver[pair[0]] += 1
        if of_giver[pair[0]] <= block.beads:
            counted.append(newest[pair])
    return counted


def _is_in_sum(word: KnownVouch, block: Block) -> bool:
    """Whether a vouch counts: it is in force, or it has counted and its block is not over."""
    if block.last_period is not None and word.until_day <= block.last_period:
        return False
    if word.ended_at is None:
        return True
    if block.ends_at is not None and word.ended_at <= block.ends_at:
        return False
    return any(word.recorded_at <= end < word.ended_at for end in block.seen)


def _score(
    known: Known,
    members: Sequence[str],
    evidence: Sequence[MemberEvidence],
    words: Sequence[KnownVouch],
    charter: ScoringCharter,
) -> Standings:
    row = {member: n for n, member in enumerate(members)}
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
    known: Known,
    members: Sequence[str],
    evidence: Sequence[MemberEvidence],
    words: Sequence[KnownVouch],
) -> list[WordsHeld]:
    """Return the vouches that each member has received, in the order of members."""
    voice = {member: one.voice for member, one in zip(members, evidence, strict=True)}
    home = _homes(known, members)
    heard = [word for word in words if voice[word.giver_id] and not word.is_proxy]
    return [_held_by(member, heard, known.kin, home) for member in members]


def _held_by(
    member: str,
    heard: Sequence[KnownVouch],
    kin: frozenset[tuple[str, str]],
    home: Mapping[str, str],
) -> WordsHeld:
    givers = [word.giver_id for word in heard if word.receiver_id == member]
    opening = [giver for giver in givers if not kin & {(giver, member), (member, giver)}]
    others = {home[giver] for giver in opening} - {home[member]}
    return WordsHeld(len(givers), len(opening), len(others))


def _homes(known: Known, members: Sequence[str]) -> dict[str, str]:
    """Return one name for each household, by member; members who live together share it."""
    home = {member: member for member in members}
    for one, other in sorted(known.homes):
        if one in home and other in home:
            kept_home, gone = home[one], home[other]
            home = {member: kept_home if name == gone else name for member, name in home.items()}
    return home


def _digest(known: Known, members: Sequence[str], words: Sequence[KnownVouch]) -> str:
    """Return a digest of the facts read, so that a later change of them is detected."""
    days = (fact.day for member in members for fact in _facts(known, member).meetings)
    name = {day: day.isoformat() for day in dict.fromkeys(days)}
    read: dict[str, object] = {
        "members": [
            [
                member,
                [
                    [name[day], mark, int(saving_due), savings_paid]
                    for day, mark, saving_due, savings_paid in _facts(known, member).meetings
                ],
            ]
            for member in members
        ],
        "words": sorted(
            [word.giver_id, word.receiver_id, word.record, int(word.is_proxy)] for word in words
        ),
        "kin": sorted(known.kin),
        "homes": sorted(known.homes),
    }
    loans = {member: _loans_read(_facts(known, member)) for member in members}
    if any(loans.values()):
        read["loans"] = loans
    body = json.dumps(read, separators=(",", ":"), sort_keys=True)
    return hashlib.sha256(body.encode()).hexdigest()


def _loans_read(facts: MemberFacts) -> list[object]:
    """A member's loan facts as they are digested; empty if she has none."""
    repaid = facts.loan_repaid_day
    if not (facts.instalments or facts.defaults or repaid):
        return []
    return [
        [[it.day.isoformat(), int(it.paid_in_time)] for it in facts.instalments],
        [
            [it.day.isoformat(), it.repaid_day and it.repaid_day.isoformat()]
            for it in facts.defaults
        ],
        repaid and repaid.isoformat(),
    ]
