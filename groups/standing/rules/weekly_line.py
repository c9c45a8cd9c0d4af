"""Why points changed from one scored period to the next: causes that add up to the change.

An event's worth is the pillar with it less the pillar without it; the rest of a pillar's change is
*older weeks weigh less*. Causes are exact in centi-points. They are shown in whole points by the
largest remainder, so that they add up to the difference of the totals shown. Source: scoring.md §5.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from groups.charter.model.scoring import ScoringCharter
from groups.standing.model import NOTHING, Cause, CausePart, Five, Pillar, Shown, WeeklyLine
from groups.standing.rules.evidence import CONDUCT, DefaultFact, Due, MemberEvidence, broken, weight

PILLARS: Final = tuple(Pillar)


_OF_DUE: Final[Mapping[tuple[Pillar, bool], Cause]] = {
    (Pillar.MEETINGS, True): Cause.CAME,
    (Pillar.MEETINGS, False): Cause.MISSED_MEETING,
    (Pillar.SAVING, True): Cause.SAVED,
    (Pillar.SAVING, False): Cause.MISSED_SAVING,
    (Pillar.INSTALMENTS, True): Cause.PAID_INSTALMENT,
    (Pillar.INSTALMENTS, False): Cause.MISSED_INSTALMENT,
}


@dataclass(frozen=True, slots=True)
class Scored:
    """A member in one scored period: what was known of her, and her pillars in centi-points."""

    evidence: MemberEvidence
    defaults: tuple[DefaultFact, ...]
    balances: Five


def weekly_line(
    before: Scored | None, after: Scored, charter: ScoringCharter, *, restated: Five | None = None
) -> WeeklyLine:
    """The causes between two scored periods; `before` is None in her first.

    If the charter changed in between, `restated` holds the pillars of the earlier period under the
    new charter.
    """
    old = NOTHING if before is None else before.balances
    causes: list[CausePart] = []
    if restated is not None:
        causes += [
            CausePart(Cause.NEW_RULES, p, 1, restated[n] - old[n]) for n, p in enumerate(PILLARS)
        ]
    for pillar in CONDUCT:
        causes += _conduct(pillar, before, after, charter)
    causes += _promises(before, after, charter)
    for n, pillar in enumerate(PILLARS):
        rest = after.balances[n] - old[n] - sum(one.centi for one in causes if one.pillar is pillar)
        cause = Cause.SISTERS_WORD if pillar is Pillar.WORD else Cause.OLDER_WEEKS
        causes.append(CausePart(cause, pillar, 1, rest))
    order = list(Cause)
    parts = tuple(sorted((one for one in causes if one.centi), key=lambda p: order.index(p.cause)))
    total_before, total_after = sum(old), sum(after.balances)
    return WeeklyLine(parts, _shown(parts, total_before, total_after), total_before, total_after)


def whole_points(centi: int) -> int:
    """Round centi-points to the whole points that are shown, half to even."""
    return round(centi / 100)


# --- one pillar -----------------------------------------------------------------------------


def _conduct(
    pillar: Pillar, before: Scored | None, after: Scored, charter: ScoringCharter
) -> list[CausePart]:
    """The parts of one pillar of conduct since the period before: events and corrections."""
    column = CONDUCT.index(pillar)
    end = after.evidence.end
    strength, most = after.evidence.strength[column], charter.conduct[column].weight
    due, done = after.evidence.due[column], after.evidence.done[column]

    def value(less_due: float, less_done: float) -> float:
        return most * (done - less_done) / (due - less_due + strength)

    def weighed(some: Iterable[Due]) -> tuple[float, float]:
        weights = [(weight(one.day, end, charter.fading), one.done) for one in some]
        return sum(w for w, _ in weights), sum(w for w, is_done in weights if is_done)

    def without(one: Due) -> float:
        due_of_one, done_of_one = weighed([one])
        return value(due_of_one, done_of_one)

    new, added, taken = _changes(pillar, before, after)
    more, less = weighed(added), weighed(taken)
    corrected = value(0, 0) - value(more[0] - less[0], more[1] - less[1])
    parts = [CausePart(Cause.CORRECTED, pillar, 1, round(100 * corrected))]
    for is_done in (True, False):
        events = [one for one in new if one.done is is_done]
        worth = sum(value(0, 0) - without(one) for one in events)
        parts.append(CausePart(_OF_DUE[pillar, is_done], pillar, len(events), round(100 * worth)))
    return parts


def _changes(
    pillar: Pillar, before: Scored | None, after: Scored
) -> tuple[list[Due], list[Due], list[Due]]:
    """The new dues of a pillar since the period before, and the older ones added and removed.

    The order is always the same, so that a sum of weights is the same to the last bit.
    """
    mine = [one for one in after.evidence.dues if one.pillar is pillar]
    if before is None:
        return mine, [], []
    last = before.evidence.end
    new = [one for one in mine if one.day > last]
    old = [one for one in mine if one.day <= last]
    known = [one for one in before.evidence.dues if one.pillar is pillar]
    if old == known:
        return new, [], []
    return new, sorted(set(old) - set(known)), sorted(set(known) - set(old))


def _promises(before: Scored | None, after: Scored, charter: ScoringCharter) -> list[CausePart]:
    """The parts of broken promises since the period before: new, made good, corrected."""
    end = after.evidence.end

    def value(defaults: Sequence[DefaultFact]) -> float:
        return -charter.broken_promises.each * broken(defaults, end, charter)

    def part(cause: Cause, times: int, worth: float) -> CausePart:
        return CausePart(cause, Pillar.BROKEN_PROMISES, times, round(100 * worth))

    now = [one for one in after.defaults if one.day <= end]
    if before is None:
        return [part(Cause.BROKE_PROMISE, len(now), value(now))]
    last = before.evidence.end
    new = [one for one in now if one.day > last]
    old = [one for one in now if one.day <= last]
    known = [one for one in before.defaults if one.day <= last]
    good = [
        one
        for one in old
        if one.repaid_day and last < one.repaid_day <= end and DefaultFact(one.day) in known
    ]
    unmade = [DefaultFact(one.day) if one in good else one for one in now]
    expected = [*known, *good, *new]
    for one in good:
        expected.remove(DefaultFact(one.day))
    return [
        part(Cause.BROKE_PROMISE, len(new), value(now) - value(old)),
        part(Cause.MADE_GOOD, len(good), value(now) - value(unmade)),
        part(Cause.CORRECTED, 1, value(now) - value(expected)),
    ]


# --- what she reads -------------------------------------------------------------------------


def _shown(parts: Sequence[CausePart], before: int, after: int) -> tuple[Shown, ...]:
    """The parts by cause, in whole points that add up to the difference of the whole totals."""
    centi = Counter[Cause]()
    times = Counter[Cause]()
    for part in parts:
        centi[part.cause] += part.centi
        times[part.cause] += part.times
    causes = sorted((cause for cause in centi if centi[cause]), key=list(Cause).index)
    shown = shared_out(
        [centi[cause] for cause in causes], whole_points(after) - whole_points(before)
    )
    return tuple(
        Shown(cause, times[cause], centi[cause], whole)
        for cause, whole in zip(causes, shown, strict=True)
    )


def shared_out(centi: Sequence[int], whole: int) -> list[int]:
    """Round centi-points to whole points that add up to `whole`, by the largest remainder."""
    shown = [one // 100 for one in centi]
    by_remainder = sorted(range(len(centi)), key=lambda n: -(centi[n] % 100))
    left = whole - sum(shown)
    for n in range(left):
        shown[by_remainder[n % len(shown)]] += 1
    for n in range(-left):
        shown[by_remainder[-1 - n % len(shown)]] -= 1
    return shown
