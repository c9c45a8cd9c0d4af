"""The pages of a member's and a group's record, each read in one snapshot."""

import json
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Final

from groups.approvals.facts import Approvals, select_open_to
from groups.calendar.rules.days import day_in, next_weekday
from groups.charter.rules.charter import Charter
from groups.charter.store import select_charter
from groups.disputes.model import LineKind
from groups.disputes.store import select_open_subjects
from groups.lending.effects.telling import open_ballots
from groups.lending.facts.borrower_record import count_due, select_steps_closed
from groups.pages.model import (
    GroupBooks,
    GroupPage,
    KeptBooks,
    LadderStepShown,
    NextActShown,
    PassbookLine,
    PassbookPage,
    PillarShown,
    PinnedPage,
    PointsLine,
    PointsPage,
    StandingShown,
)
from groups.people.facts.door import enter_to_read, member_in
from groups.people.model.group import Group, GroupState
from groups.people.model.people import Actor, ActorRoles, Member
from groups.people.model.refusals import NotFound
from groups.people.rules.rights import Right, may, moderates
from groups.people.store.groups import select_group
from groups.people.store.members import count_active_members
from groups.registers.model.meeting import Meeting, MeetingState
from groups.registers.store.meetings import count_closed, select_open_or_held
from groups.registers.store.registers import select_last_seal
from groups.standing.facts.blocks import next_reading
from groups.standing.facts.conduct import select_evidence
from groups.standing.model import NO_WORDS, NOTHING, CauseShown, GroupGrade, Pillar, Result, Run
from groups.standing.rules.evidence import MemberEvidence, full_conduct_weeks
from groups.standing.rules.group_run import unpacked
from groups.standing.rules.next_acts import (
    AdvisedAct,
    NextStep,
    Vouched,
    next_acts,
    next_step,
    standing_word,
)
from groups.standing.rules.weighing import RHYTHM
from groups.standing.store import runs
from ledger import words
from ledger.accounts import cash_box, saver_of, savings
from ledger.balances import balance, balances_of
from ledger.chain import chain_end
from ledger.statement import Before, StatementLine, statement
from storage.tx import Tx

TREND: Final = 26
WEEKS_SHOWN: Final = 26
PASSBOOK_LINES: Final = 30


def group_page(
    tx: Tx,
    actor: Actor,
    group_id: str,
    *,
    approvals: Approvals,
    at: datetime,
    book_cache: KeptBooks | None = None,
) -> GroupPage:
    """The group's page, for its members and its facilitator.

    `book_cache` belongs to the caller, who passes it again; values outside the chain are always
    read. `approvals` declare all kinds of request, to count those that she may decide.
    """
    group, actor_roles = enter_to_read(tx, actor, group_id, Right.SEE_STANDING)
    head = chain_end(tx, group_id).head
    books = (book_cache or {}).get((group_id, head))
    if books is None:
        books = _group_books(tx, group_id)
        if book_cache is not None:
            book_cache[group_id, head] = books
    today = day_in(group.zone, at)
    meeting = select_open_or_held(tx, group_id, today)
    return GroupPage(
        group=group,
        members=count_active_members(tx, group_id),
        grade=books.trend[-1] if books.trend else None,
        trend=books.trend,
        next_meeting=_next_meeting(group, meeting, today),
        meetings_held=books.meetings_held,
        cash=books.cash,
        savings=books.savings,
        seal=select_last_seal(tx, group_id),
        open_meeting=meeting.id if meeting and meeting.state is MeetingState.OPEN else None,
        may_hold_meeting=may(actor_roles, Right.OPEN_MEETING),
        may_lend=may(actor_roles, Right.LEND_PHONE),
        may_moderate=moderates(actor_roles),
        may_see_loans=may(actor_roles, Right.SEE_LOANS),
        may_see_minutes=may(actor_roles, Right.SEE_MINUTES),
        is_member=actor_roles.member is not None,
        waiting=_count_waiting(tx, actor_roles, group_id, approvals),
        roles=actor_roles.roles,
    )


def points_page(tx: Tx, actor: Actor, group_id: str, *, at: datetime) -> PointsPage:
    """A member's own points: the pillars with their counts, the weeks, and what earns more."""
    group, actor_roles = enter_to_read(tx, actor, group_id, Right.SEE_OWN_POINTS)
    member = member_in(actor_roles)
    charter = select_charter(tx, group_id)
    weeks = runs.select_results_of(tx, member.id, WEEKS_SHOWN + 1)
    last = weeks[0][1] if weeks else _nothing(member)
    evidence = select_evidence(tx, group, member, charter, at)
    standing_now = sum(last.balances) + last.lent
    word = standing_word(standing_now, evidence.tallies[0].due, charter.points.standing_words)
    return PointsPage(
        group=group,
        name=member.name,
        number=member.number,
        points=sum(last.balances),
        standing=standing_now,
        standing_word=StandingShown(word.value),
        next_reading=next_reading(tx, group, charter, at=at),
        pillars=_pillars(last, evidence, charter),
        lines=_lines(tx, member, weeks),
        next_acts=_next_acts(
            last,
            evidence,
            charter,
            members=count_active_members(tx, group_id),
            instalments=count_due(
                tx,
                group,
                member.id,
                charter,
                after=evidence.end,
                through=evidence.end + timedelta(RHYTHM.days),
            ),
        ),
        ladder=_ladder(
            last,
            evidence,
            standing_now,
            select_steps_closed(tx, group, member.id, charter, day_in(group.zone, at)),
            charter,
        ),
    )


def passbook_page(
    tx: Tx, actor: Actor, group_id: str, *, before: str | None = None
) -> PassbookPage:
    """A member's own savings, newest first; an older page begins at `before`."""
    group, actor_roles = enter_to_read(tx, actor, group_id, Right.SEE_OWN_POINTS)
    member = member_in(actor_roles)
    account, disputed = savings(member.id), select_open_subjects(tx, member.id)
    savings_statement = statement(
        tx, group_id, account, limit=PASSBOOK_LINES, before=_place(before)
    )
    return PassbookPage(
        group=group,
        name=member.name,
        number=member.number,
        savings=balance(tx, group_id, account).minor,
        lines=tuple(_passbook_line(tx, line, disputed) for line in savings_statement.lines),
        older="-".join(map(str, savings_statement.older)) if savings_statement.older else None,
    )


def pinned_page(tx: Tx, group_id: str, *, at: datetime) -> PinnedPage | None:
    """The content of a group's pinned message; None while the group is not active."""
    group = select_group(tx, group_id)
    if group is None or group.state is not GroupState.ACTIVE:
        return None
    today = day_in(group.zone, at)
    meeting = select_open_or_held(tx, group_id, today)
    run = runs.select_last_run(tx, group_id)
    return PinnedPage(
        group=group,
        members=count_active_members(tx, group_id),
        grade=None if run is None else _grade_of(run),
        next_meeting=_next_meeting(group, meeting, today),
        is_meeting_open=meeting is not None and meeting.state is MeetingState.OPEN,
        ballots=open_ballots(tx, group_id),
    )


# --- the group ----------------------------------------------------------------------------------


def _group_books(tx: Tx, group_id: str) -> GroupBooks:
    balances = balances_of(tx, group_id)
    return GroupBooks(
        trend=tuple(_grade_of(run) for run in runs.select_runs(tx, group_id, TREND)),
        meetings_held=count_closed(tx, group_id),
        cash=balances[cash_box()].minor if cash_box() in balances else 0,
        savings=sum(it.minor for name, it in balances.items() if saver_of(name) is not None),
    )


def _grade_of(run: Run) -> GroupGrade:
    return unpacked(run.period, json.loads(run.grade_json))


def _next_meeting(group: Group, meeting: Meeting | None, today: date) -> date:
    """Today if it is the meeting day and no meeting was held yet, else the next meeting day."""
    is_held = meeting is not None and meeting.state is MeetingState.CLOSED
    is_today = today.weekday() == group.meeting_day and not is_held
    return today if is_today else next_weekday(today, group.meeting_day)


def _count_waiting(tx: Tx, actor_roles: ActorRoles, group_id: str, approvals: Approvals) -> int:
    """How many waiting requests she may decide as a second person."""
    if not may(actor_roles, Right.SEE_WAITING):
        return 0
    return len(select_open_to(tx, actor_roles, group_id, approvals))


# --- her points ---------------------------------------------------------------------------------


def _nothing(member: Member) -> Result:
    return Result(member.id, NOTHING, 0, NO_WORDS, ())


def _pillars(last: Result, evidence: MemberEvidence, charter: Charter) -> tuple[PillarShown, ...]:
    rule = charter.points
    broken_most = round(100 * rule.broken_promises.each * rule.broken_promises.at_most)
    most = (*(round(100 * one.weight) for one in rule.conduct), broken_most)
    tallies = [(tally.done, tally.due) for tally in evidence.tallies]
    counts: list[tuple[int | None, int | None]] = [*tallies, (None, None), (None, None)]
    return tuple(
        PillarShown(code=pillar.value, points=points, most=limit, done=done, due=due)
        for pillar, points, limit, (done, due) in zip(
            Pillar, last.balances, (*most, round(100 * rule.word.at_most)), counts, strict=True
        )
    )


def _lines(tx: Tx, member: Member, weeks: Sequence[tuple[date, Result]]) -> tuple[PointsLine, ...]:
    disputed = select_open_subjects(tx, member.id)
    older = [sum(result.balances) for _, result in weeks[1:]] + [0]
    return tuple(
        PointsLine(
            period=period,
            before=before,
            after=sum(result.balances),
            causes=tuple(CauseShown(code, centi, whole) for code, _, centi, whole in result.causes),
            is_disputed=f"score:{period.isoformat()}" in disputed,
        )
        for (period, result), before in list(zip(weeks, older, strict=False))[:WEEKS_SHOWN]
    )


def _next_acts(
    last: Result, evidence: MemberEvidence, charter: Charter, *, members: int, instalments: int
) -> tuple[NextActShown, ...]:
    acts = next_acts(
        evidence,
        last.balances[-1],
        charter.points,
        days=RHYTHM.days,
        dues=(1, 1, instalments),
        can_be_vouched=members > 1,
    )
    return tuple(
        NextActShown(act.act.value, None if act.act is AdvisedAct.ASK_FOR_A_WORD else act.centi)
        for act in acts
    )


def _ladder(
    last: Result, evidence: MemberEvidence, standing: int, closed: int, charter: Charter
) -> LadderStepShown:
    weeks = full_conduct_weeks(evidence.dues, evidence.end)
    vouched = Vouched(last.words.opening, last.words.homes, weeks)
    return _step_shown(
        next_step(charter.loans.dsc, closed, sum(last.balances), standing, vouched), charter
    )


def _step_shown(step: NextStep, charter: Charter) -> LadderStepShown:
    """What she lacks for a step; of vouches only how many are needed, so that none is betrayed."""
    rule = charter.loans.dsc.vouches
    is_short = bool(step.vouches_missing or step.households_missing)
    needed = rule.needed - step.conduct_replaces
    return LadderStepShown(
        step=step.number,
        amount=step.step.rupees * 100,
        points_missing=step.points_missing,
        standing_missing=step.standing_missing,
        vouches_needed=needed if is_short else 0,
        households_needed=min(needed, rule.from_other_households) if is_short else 0,
        conduct_weeks_missing=step.conduct_weeks_missing if is_short else 0,
    )


# --- her savings --------------------------------------------------------------------------------


def _place(before: str | None) -> Before | None:
    if before is None:
        return None
    entry, _, line = before.partition("-")
    if not (entry.isdecimal() and line.isdecimal() and max(len(entry), len(line)) < 19):
        raise NotFound  # no page here gives such a place
    return int(entry), int(line)


def _passbook_line(tx: Tx, line: StatementLine, disputed: frozenset[str]) -> PassbookLine:
    change = line.change.minor
    return PassbookLine(
        entry=line.key,
        day=line.day,
        reason=line.reason.value,
        paid_in=max(0, change),
        paid_out=max(0, -change),
        balance=line.balance.minor,
        is_reversed=line.reversed_by is not None,
        memo=words.read(tx, line.memo) if line.memo else None,
        is_disputed=f"{LineKind.ENTRY}:{line.key}" in disputed,
    )
