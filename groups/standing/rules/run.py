"""One scoring run of one group: known facts in, each member's pillars and weekly line out.

Pure, so that `verify` can recompute a run from the facts known at its cut.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np

from groups.calendar.model import Rhythm
from groups.charter.model.scoring import ScoringCharter
from groups.standing.model import (
    NO_WORD,
    NOTHING,
    Five,
    WeeklyLine,
    WordsHeld,
)
from groups.standing.rules.evidence import (
    MemberEvidence,
    MemberFacts,
    dues_of,
    weighed,
)
from groups.standing.rules.known import Block, Earlier, Known, ReadBefore
from groups.standing.rules.scoring import Standings, centi_points
from groups.standing.rules.weekly_line import Scored, weekly_line
from groups.standing.rules.words_that_count import (
    WordsNow,
    evidence_of,
    facts_of_member,
    is_in_sum,
    newest_of_pairs,
    score_of,
    ties_read,
    words_held,
)


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
    known: Known,
    period: date,
    words: Block | WordsNow | ReadBefore,
    rhythm: Rhythm,
    charter: ScoringCharter,
) -> GroupScore:
    """Score everybody in the group at the end of a period; `words` say where the word is from."""
    evidence = evidence_of(known, period, rhythm, charter)
    if isinstance(words, Block):
        return _score_by_block(known, evidence, words, charter)
    standings = score_of(known, evidence, (), charter)
    pillars = centi_points(standings.pillars).tolist()
    lent = _lent(standings)
    scores: list[MemberScore] = []
    for n, (member, one) in enumerate(evidence.items()):
        word = words.words.get(member, NO_WORD)
        if isinstance(words, ReadBefore) and not known.stayed_since(member, words.day):
            word = NO_WORD
        balances: Five = (*pillars[n][:4], word.centi)
        scores.append(MemberScore(member, one, balances, lent[n], word.held))
    read = {} if isinstance(words, ReadBefore) else words.read
    return GroupScore(tuple(scores), _digest(known, read))


def _score_by_block(
    known: Known, evidence: Mapping[str, MemberEvidence], block: Block, charter: ScoringCharter
) -> GroupScore:
    """Score by the rule of runs from before blocks: the word moves in each run, in centi-points."""
    words = newest_of_pairs(known, block.beads, lambda word: is_in_sum(word, block))
    standings = score_of(known, evidence, words, charter, in_tens=False)
    pillars = centi_points(standings.pillars).tolist()
    lent = _lent(standings)
    held = words_held(known, evidence, words)
    scores = tuple(
        MemberScore(member, one, tuple(pillars[n]), lent[n], held[n])
        for n, (member, one) in enumerate(evidence.items())
    )
    return GroupScore(scores, _digest(known, ties_read(known, words)))


def _lent(standings: Standings) -> list[int]:
    """The trust lent to each member, in centi-points."""
    lent: list[int] = np.rint(standings.lent.sum(axis=1) * 100).astype(np.int64).tolist()
    return lent


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
            Scored(one.evidence, facts_of_member(known, one.member_id).defaults, one.balances),
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
        now = facts_of_member(known, one.member_id)
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


def _digest(known: Known, read_of_words: Mapping[str, object]) -> str:
    """Return a digest of the facts read, so that a later change of them is detected."""
    facts = {member: facts_of_member(known, member) for member in known.members}
    days = (fact.day for hers in facts.values() for fact in hers.meetings)
    name = {day: day.isoformat() for day in dict.fromkeys(days)}
    read: dict[str, object] = {
        "members": [
            [
                member,
                [
                    [name[day], mark, int(saving_due), savings_paid]
                    for day, mark, saving_due, savings_paid in hers.meetings
                ],
            ]
            for member, hers in facts.items()
        ],
        **read_of_words,
    }
    loans = {member: _loans_read(hers) for member, hers in facts.items()}
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
