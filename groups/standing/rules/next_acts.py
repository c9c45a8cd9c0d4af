"""What gives her more: the next acts with their gain, and what the next step still needs.

An act's gain is the pillar with the act done less the pillar with the act missed, at the end of the
next round.
"""

from dataclasses import dataclass
from enum import StrEnum
from math import hypot
from typing import Final

from groups.charter.model.scoring import ScoringCharter, SistersWord, StandingWords
from groups.charter.rules.charter import DscLoanCharter, LadderStep
from groups.standing.model import Pillar
from groups.standing.rules.evidence import CONDUCT, MemberEvidence

ACTS_SHOWN: Final = 3


class AdvisedAct(StrEnum):
    """What she can do next."""

    COME = "come"
    SAVE = "save"
    PAY_INSTALMENT = "pay_instalment"
    ASK_FOR_A_WORD = "ask_for_a_word"


_OF_PILLAR: Final = {
    Pillar.MEETINGS: AdvisedAct.COME,
    Pillar.SAVING: AdvisedAct.SAVE,
    Pillar.INSTALMENTS: AdvisedAct.PAY_INSTALMENT,
}


class StandingWord(StrEnum):
    """The word in which a standing is shown."""

    NEW = "new"
    GROWING = "growing"
    STEADY = "steady"
    STRONG = "strong"


@dataclass(frozen=True, slots=True)
class NextAct:
    """An act, how many times it is due at once, and its gain in centi-points."""

    act: AdvisedAct
    times: int
    centi: int


@dataclass(frozen=True, slots=True)
class Vouched:
    """The vouches that open a loan: with a voice, and not from kin unless the charter allows."""

    vouches: int
    households: int  # other households they come from
    conduct_weeks: int  # weeks in which she missed nothing that was due


@dataclass(frozen=True, slots=True)
class NextStep:
    """What is missing for a ladder step; if all is 0, people may decide."""

    number: int  # from 1
    step: LadderStep
    points_missing: int  # centi-points
    standing_missing: int  # centi-points
    vouches_missing: int
    households_missing: int
    conduct_replaces: int  # vouches that her conduct replaces already
    conduct_weeks_missing: int  # until it replaces vouches

    @property
    def is_open(self) -> bool:
        """Whether her record opens it; the group and the facilitator decide all the same."""
        missing = self.points_missing + self.standing_missing
        return missing + self.vouches_missing + self.households_missing == 0


def next_acts(
    evidence: MemberEvidence,
    word_centi: int,
    charter: ScoringCharter,
    *,
    days: float,
    dues: tuple[int, int, int],
    can_be_vouched: bool,
) -> tuple[NextAct, ...]:
    """The three acts with the largest gain by the end of the next round of `days`.

    `dues` is what falls due then in each pillar of conduct: usually 1, 1, 0; with a carried-over
    saving 1, 2, 0. `can_be_vouched`: there are others in the group, whether they have or not.
    """
    fading = charter.fading.per_quarter ** (days / charter.fading.quarter_days)
    acts: list[NextAct] = []
    for column, pillar in enumerate(CONDUCT):
        times = dues[column]
        total = evidence.due[column] * fading + times + evidence.strength[column]
        worth = charter.conduct[column].weight * times / total
        acts.append(NextAct(_OF_PILLAR[pillar], times, round(100 * worth)))
    if can_be_vouched:
        acts.append(NextAct(AdvisedAct.ASK_FOR_A_WORD, 1, one_word_more(word_centi, charter.word)))
    worthwhile = [act for act in acts if act.centi > 0]
    return tuple(sorted(worthwhile, key=lambda act: -act.centi)[:ACTS_SHOWN])


def one_word_more(word_centi: int, word: SistersWord) -> int:
    """The least gain of one more vouch, in centi-points before tens; it only orders the acts.

    It follows from the word that she is told, and from nothing else of her vouches. It comes from a
    sister with the smaller voice who is tied to all other givers: n² then grows only by the square
    of her voice. Source: scoring.md §4.
    """
    if word.at_most == 0:
        return 0
    share = min(word_centi / (100 * word.at_most), 1 - 1e-9)
    n = word.half_at * share / (1 - share)
    more = hypot(n, word.voice_by_conduct)
    return round(100 * word.at_most * more / (more + word.half_at)) - word_centi


def next_step(
    dsc: DscLoanCharter, steps_closed: int, points: int, standing: int, vouched: Vouched
) -> NextStep:
    """What is missing for the step after those she closed on time; at the top the last one again.

    Points and standing in centi-points. Twelve weeks of full conduct replace some vouches; then
    fewer households are needed too, as never more households than vouches are needed.
    """
    number = min(steps_closed + 1, len(dsc.steps))
    step, rule = dsc.steps[number - 1], dsc.vouches
    weeks_missing = max(0, rule.conduct_weeks - vouched.conduct_weeks)
    replaced = 0 if weeks_missing else rule.conduct_replaces
    needed = rule.needed - replaced
    households = min(needed, rule.from_other_households)
    return NextStep(
        number=number,
        step=step,
        points_missing=max(0, round(100 * step.points) - points),
        standing_missing=max(0, round(100 * step.standing) - standing),
        vouches_missing=max(0, needed - vouched.vouches),
        households_missing=max(0, households - vouched.households),
        conduct_replaces=replaced,
        conduct_weeks_missing=weeks_missing,
    )


def standing_word(standing: int, meetings_due: int, words: StandingWords) -> StandingWord:
    """The word for a standing in centi-points; in her first meetings she is new."""
    if meetings_due < words.new_meetings:
        return StandingWord.NEW
    if standing >= round(100 * words.strong):
        return StandingWord.STRONG
    return StandingWord.STEADY if standing >= round(100 * words.steady) else StandingWord.GROWING
