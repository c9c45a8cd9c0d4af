"""One run from the rows it reads to its results, weekly lines and the group's grade; pure.

The scheduler's run and `verify`, which recomputes it, call the same function.
"""

import json
from collections import Counter
from collections.abc import Mapping
from typing import Final

from groups.calendar.model import Rhythm
from groups.charter.rules.charter import Charter
from groups.standing.model import NO_WORDS, NOTHING, Five, GroupGrade, Result, WeeklyLine, Weighed
from groups.standing.rules.evidence import dues_of
from groups.standing.rules.group_run import due_meetings, group_grade, packed
from groups.standing.rules.known import (
    Block,
    Known,
    ReadBefore,
    Reading,
    RunFacts,
    facts_before,
    known_of,
)
from groups.standing.rules.loan_evidence import LoanFacts
from groups.standing.rules.run import GroupScore, lines_of, score_group, scored_before
from groups.standing.rules.weekly_line import whole_points
from groups.standing.rules.words_that_count import WordsNow, read_words

RHYTHM: Final = Rhythm.WEEKLY


def weigh(facts: RunFacts, charter: Charter) -> Weighed:
    """Compute a run."""
    known = known_of(facts.told, facts.period, charter)
    words = _words(facts, known, charter)
    score = score_group(known, facts.period, words, RHYTHM, charter.points)
    lines = _lines(facts, known, score, charter)
    grade_and_steps = packed(_grade(facts, known, score, charter)) | {
        "steps": _steps(known, score, charter)
    }
    grade_json = json.dumps(grade_and_steps, separators=(",", ":"))
    stood = facts.earlier.stood if facts.earlier else {}
    lent = sum(one.lent for one in known.loan_facts.values())
    broken = sum(len(one.defaults) for one in known.loan_facts.values())
    results = _results(score, lines, stood)
    return Weighed(score.digest, grade_json, results, lines, lent=lent, broken=broken)


def _words(facts: RunFacts, known: Known, charter: Charter) -> Block | WordsNow | ReadBefore:
    """Where the sisters' word is from: read now, or what was read before."""
    if not isinstance(facts.words, Reading):
        return facts.words
    rows = facts.words.told
    then = known if rows == facts.told else known_of(rows, facts.period, charter)
    return read_words(then, facts.period, facts.words.beads, RHYTHM, charter.points)


def _steps(known: Known, score: GroupScore, charter: Charter) -> list[int]:
    """How many members have closed 0, 1, 2 and more steps of the ladder, by the charter's rule."""
    dsc = charter.loans.dsc
    facts = [known.loan_facts.get(one.member_id, LoanFacts()) for one in score.members]
    steps = [
        hers.steps_on_time if dsc.step_up_after_closing_on_time else hers.steps_closed
        for hers in facts
    ]
    closed = Counter(min(len(dsc.steps), step) for step in steps)
    return [closed[number] for number in range(len(dsc.steps) + 1)]


def _lines(
    facts: RunFacts, known: Known, score: GroupScore, charter: Charter
) -> dict[str, WeeklyLine]:
    rule = charter.points
    earlier = facts.earlier
    if earlier is None:
        return lines_of({}, score, known, {}, rule)
    then = facts_before(facts.told, known, earlier.at, charter)
    before = scored_before(earlier, then, known, score, RHYTHM, rule)
    restated: dict[str, Five] = {}
    if earlier.anew is not None:
        rows, words = earlier.anew
        end = earlier.at.period
        anew = score_group(known_of(rows, end, charter), end, words, RHYTHM, rule)
        restated = {one.member_id: one.balances for one in anew.members if one.member_id in before}
    return lines_of(before, score, known, restated, rule)


def _grade(facts: RunFacts, known: Known, score: GroupScore, charter: Charter) -> GroupGrade:
    inside = {one.member_id for one in score.members}
    dues = [due for one in score.members for due in one.evidence.dues]
    for member, member_facts in known.facts.items():
        if member not in inside:
            dues += dues_of(member_facts, facts.period, charter.points)
    meetings = due_meetings(facts.windows, facts.held, known, dues, charter.grade)
    return group_grade(meetings, facts.period, charter.grade)


def _results(
    score: GroupScore, lines: Mapping[str, WeeklyLine], stood: Mapping[str, Five]
) -> tuple[Result, ...]:
    """Return a result for every member, and an empty one for each who has left since."""
    results = [
        Result(
            member_id=one.member_id,
            balances=one.balances,
            lent=one.lent,
            words=one.words,
            causes=_causes(lines[one.member_id]),
        )
        for one in score.members
    ]
    gone = stood.keys() - {result.member_id for result in results}
    left = [
        Result(member_id, NOTHING, 0, NO_WORDS, (_left(stood[member_id]),))
        for member_id in sorted(gone)
        if stood[member_id] != NOTHING
    ]
    return (*results, *left)


def _causes(line: WeeklyLine) -> tuple[tuple[str, int, int, int], ...]:
    return tuple((one.cause.value, one.times, one.centi, one.whole) for one in line.causes)


def _left(stood: Five) -> tuple[str, int, int, int]:
    return "left", 1, -sum(stood), -whole_points(sum(stood))
