"""Which vouches count in a run, and the reading of the sisters' word at a block's first run."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from groups.calendar.model import Rhythm
from groups.charter.model.scoring import ScoringCharter
from groups.standing.model import WordRead, WordsHeld
from groups.standing.rules.evidence import MemberEvidence, MemberFacts, as_rows, gather
from groups.standing.rules.known import Block, Known, KnownVouch
from groups.standing.rules.scoring import Standings, Vouches, centi_points, score


@dataclass(frozen=True, slots=True)
class WordsNow:
    """The sisters' word read in this run: each member's, and what of the reading is digested."""

    words: Mapping[str, WordRead]
    read: Mapping[str, object]


def read_words(
    known: Known, period: date, beads: int, rhythm: Rhythm, charter: ScoringCharter
) -> WordsNow:
    """Read the sisters' word of everybody from what stands at the end of a period.

    `known` is what was known at that moment, and nothing recorded later. Of each giver at most
    `beads` vouches count. Source: scoring.md §4.
    """
    evidence = evidence_of(known, period, rhythm, charter)
    standing = newest_of_pairs(
        known, beads, lambda word: word.ended_at is None and word.until_day >= period
    )
    standings = score_of(known, evidence, standing, charter)
    centi = centi_points(standings.pillars)[:, 4].tolist()
    held = words_held(known, evidence, standing)
    voices = [[one, evidence[one].voice] for one in sorted({w.giver_id for w in standing})]
    return WordsNow(
        words={who: WordRead(centi[n], held[n]) for n, who in enumerate(evidence)},
        read=ties_read(known, standing) | {"voices": voices},
    )


def newest_of_pairs(
    known: Known, beads: int, counts: Callable[[KnownVouch], bool]
) -> list[KnownVouch]:
    """Return the vouches that count: of each pair of members, the newest of those that do.

    Of each giver the vouches that have stood longest count, at most `beads` of them.
    """
    inside = frozenset(known.members)
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
            if inside.issuperset(pair) and counts(word):
                newest[pair] = word
    of_giver = Counter[str]()
    counted: list[KnownVouch] = []
    for pair in sorted(newest, key=lambda pair: (since[pair], pair)):
        of_giver[pair[0]] += 1
        if of_giver[pair[0]] <= beads:
            counted.append(newest[pair])
    return counted


def is_in_sum(word: KnownVouch, block: Block) -> bool:
    """Whether a vouch counts: it is in force, or it has counted and its block is not over."""
    if block.last_period is not None and word.until_day <= block.last_period:
        return False
    if word.ended_at is None:
        return True
    if block.ends_at is not None and word.ended_at <= block.ends_at:
        return False
    return any(word.recorded_at <= end < word.ended_at for end in block.seen)


def evidence_of(
    known: Known, period: date, rhythm: Rhythm, charter: ScoringCharter
) -> dict[str, MemberEvidence]:
    """The evidence of each member at the end of a period, by number."""
    return {
        member: gather(
            facts_of_member(known, member),
            period,
            rhythm=rhythm,
            loan_rhythm=known.loan_rhythms.get(member),
            charter=charter,
        )
        for member in known.members
    }


def facts_of_member(known: Known, member: str) -> MemberFacts:
    """Return a member's facts; empty before the first register that names her."""
    return known.facts.get(member, MemberFacts())


def score_of(
    known: Known,
    evidence: Mapping[str, MemberEvidence],
    words: Sequence[KnownVouch],
    charter: ScoringCharter,
    *,
    in_tens: bool = True,
) -> Standings:
    """Score a group's members with the vouches that count, rows in the order of `evidence`."""
    row = {member: n for n, member in enumerate(evidence)}
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
    rows = as_rows([0] * len(evidence), [*evidence.values()])
    return score(rows, vouches, charter, in_tens=in_tens)


def words_held(
    known: Known, evidence: Mapping[str, MemberEvidence], words: Sequence[KnownVouch]
) -> list[WordsHeld]:
    """Return the vouches that each member has received, in the order of members."""
    home = _homes(known, [*evidence])
    heard = [word for word in words if evidence[word.giver_id].voice and not word.is_proxy]
    return [_held_by(member, heard, known.kin, home) for member in evidence]


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


def ties_read(known: Known, words: Sequence[KnownVouch]) -> dict[str, object]:
    """The vouches and ties that the word was read from, as they are digested."""
    return {
        "words": sorted(
            [word.giver_id, word.receiver_id, word.record, int(word.is_proxy)] for word in words
        ),
        "kin": sorted(known.kin),
        "homes": sorted(known.homes),
    }
