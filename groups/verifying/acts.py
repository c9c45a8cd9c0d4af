"""Recompute each scoring run from what was known at its cut, and compare what is stored.

`ledger.verify` checks the chains and sums; this module checks the results of runs, and the states
stored beside the acts.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from types import MappingProxyType
from typing import Final

from groups.charter.store import select_charter_of_version, select_charters
from groups.loans.model.loan import LoanState, LoanStep
from groups.loans.store.loan_books import NEVER_CUT
from groups.people.model.people import MEMBER_STEPS, MemberState
from groups.registers.model.meeting import MeetingState
from groups.standing.facts.blocks import block_after
from groups.standing.facts.carried import broken_in
from groups.standing.facts.loans_at_cut import read_told_loans
from groups.standing.facts.run_facts import select_run_facts, select_stood
from groups.standing.facts.voucher_record import read_record
from groups.standing.model import NOTHING, Five, Pillar, Result, Run, Weighed
from groups.standing.rules.entries import score_entry, score_key
from groups.standing.rules.known_loans import debts
from groups.standing.rules.weighing import weigh
from groups.standing.store import runs
from groups.standing.store.carried_defaults import select_carried_chain
from groups.standing.store.evidence import select_merges
from groups.standing.store.runs import Place
from groups.standing.store.voucher_record import select_words
from groups.verifying import store as states
from groups.verifying.store import KeptLoan, select_last_acts
from ledger.accounts import LoanPart, is_standing, loan_of, points_account
from ledger.balances import balances_of
from ledger.books import entry_of
from ledger.findings import Fault, Finding
from ledger.model import Reason, is_right_day, recording_day
from ledger.slips import ClockSlip
from storage.tx import Tx, moment

RUNS_AT_ONCE: Final = 500

_RUNS: Final = "score_runs"
_RESULTS: Final = "score_results"

_ASKED_FOR: Final = KeptLoan(LoanState.PROPOSED, None, None)
_APPROVED_BY: Final = frozenset({LoanStep.APPROVE, LoanStep.CARRY_FINALLY})
_PAID_OUT_BY: Final = frozenset({LoanStep.PAY_OUT, LoanStep.TAKE_OVER})

# The state of a membership after each act.
STATE_AFTER: Final[Mapping[str, MemberState]] = MappingProxyType(
    {
        "joined": MemberState.ACTIVE,
        "asked": MemberState.WAITING,
        "added": MemberState.WAITING,
        **{step.value: to for steps in MEMBER_STEPS.values() for step, to in steps.items()},
    }
)


def count_runs(tx: Tx) -> int:
    """How many runs there are to check."""
    return runs.count_runs(tx)


def next_places(tx: Tx, after: Place | None = None) -> list[Place]:
    """The next runs to check after `after`; empty at the end."""
    return runs.select_run_places(tx, after, RUNS_AT_ONCE)


def check_run(tx: Tx, place: Place) -> list[Finding]:
    """Recompute one run; name the run, results and entries that differ.

    After a group's last run, the balances of the pillar accounts must be its results.
    """
    try:
        return _check_run(tx, place)
    except (AssertionError, LookupError, TypeError, ValueError):
        # It read a row that is no valid run, result, charter or act any more.
        return [Finding(_RUNS, f"{place[0]}/number {place[1]}", Fault.CHANGED)]


def is_explained(tx: Tx, place: Place, finding: Finding, slips: Sequence[ClockSlip]) -> bool:
    """Whether a run differs because a wrong clock dated what it read, or when it was made.

    What was known at its cut is told by the times of acts; only a result that is computed from
    them can differ by a slip, never a row that was changed.
    """
    if finding.fault is not Fault.KEPT_DIFFERS or finding.table not in (_RUNS, _RESULTS):
        return False
    run = runs.select_run_by_number(tx, *place)
    of_group = (slip for slip in slips if slip.group_id == place[0])
    return run is not None and any(slip.touches(run.cut) for slip in of_group)


def count_groups(tx: Tx) -> int:
    """How many groups there are to check."""
    return states.count_groups(tx)


def next_groups(tx: Tx, after: str = "") -> Sequence[str]:
    """The next groups to check after `after`; empty at the end."""
    return states.select_group_ids(tx, after, RUNS_AT_ONCE)


def check_group(tx: Tx, group_id: str) -> list[Finding]:
    """Compare the stored states of memberships, meetings and loans with the acts in the chain.

    No entry is dated later than it was recorded. The weights of vouches are recomputed, and the
    debts of loans are compared with their accounts. A dropped meeting is in no chain: nothing of it
    is recorded.
    """
    acts = select_last_acts(tx, group_id)
    findings = [
        Finding("members", f"{group_id}/{member_id}", Fault.KEPT_DIFFERS)
        for member_id, state in states.select_states(tx, group_id).items()
        if STATE_AFTER.get(acts.get(member_id, "")) != state
    ]
    for meeting_id, state, version, last in states.select_meetings(tx, group_id):
        if version != last or (state == MeetingState.CLOSED) is not (last > 0):
            findings.append(Finding("meetings", f"{group_id}/{meeting_id}", Fault.KEPT_DIFFERS))
    findings += _check_loans(tx, group_id)
    try:
        findings += _check_days(tx, group_id)
        findings += _check_words(tx, group_id)
        findings += _check_carried(tx, group_id)
        findings += _check_debts(tx, group_id)
    except (AssertionError, LookupError, TypeError, ValueError):
        # It read a row that is no valid vouch, loan or meeting any more.
        findings.append(Finding("loans", group_id, Fault.CHANGED))
    return findings


def _check_loans(tx: Tx, group_id: str) -> Iterator[Finding]:
    """Compare the stored state of each loan with its steps."""
    taken: dict[str, KeptLoan] = {}
    for loan_id, step, state, iso_day in states.select_loan_steps(tx, group_id):
        before = taken.get(loan_id, _ASKED_FOR)
        approved = iso_day if step in _APPROVED_BY else before.approved_day
        paid_out = iso_day if step in _PAID_OUT_BY else before.paid_out_day
        taken[loan_id] = KeptLoan(state, approved, paid_out)
    for loan_id, stored_loan in states.select_loans_kept(tx, group_id).items():
        if stored_loan != taken.get(loan_id, _ASKED_FOR):
            yield Finding("loan_states", f"{group_id}/{loan_id}", Fault.KEPT_DIFFERS)
    merges = select_merges(tx, group_id, cut=NEVER_CUT)
    for loan_id, asker_id, kept_id in states.select_borrowers(tx, group_id):
        for gone_id, into_id, _ in merges:
            asker_id = into_id if asker_id == gone_id else asker_id  # noqa: PLW2901 - goes over
        if asker_id != kept_id:
            yield Finding("loan_states", f"{group_id}/{loan_id}", Fault.KEPT_DIFFERS)


def _check_days(tx: Tx, group_id: str) -> Iterator[Finding]:
    """Look for entries that the books would have refused for their day."""
    for zone, key, reason, iso_day, recorded_at in states.select_entry_days(tx, group_id):
        recorded_on = recording_day(moment(recorded_at), zone)
        if not is_right_day(Reason(reason), date.fromisoformat(iso_day), recorded_on):
            yield Finding("entries", f"{group_id}/{key}", Fault.WRONG_DAY)


def _check_words(tx: Tx, group_id: str) -> Iterator[Finding]:
    """Recompute the weight of each vouch when it was given, by any charter ever in force."""
    charters = select_charters(tx)
    for word_id, giver_id, day, stored_weight, at in select_words(tx, group_id):
        weights = (
            read_record(tx, group_id, giver_id, charter, day=day, at=at) for charter in charters
        )
        if stored_weight not in weights:
            yield Finding("vouches", f"{group_id}/{word_id}", Fault.KEPT_DIFFERS)


def _check_carried(tx: Tx, group_id: str) -> Iterator[Finding]:
    """Compare members' recorded defaults elsewhere with what was known of them at that moment."""
    charters = select_charters(tx)
    for ref, loan_id, other_id, recorded, at in select_carried_chain(tx, group_id):
        known = (broken_in(tx, other_id, charter, at=at).get(loan_id) for charter in charters)
        if recorded not in (broken[1] for broken in known if broken):
            yield Finding("carried_defaults", f"{group_id}/{ref}", Fault.KEPT_DIFFERS)


def _check_debts(tx: Tx, group_id: str) -> Iterator[Finding]:
    """Compare each loan's debt by its own books with the balances of its accounts.

    A loan of a merged record has accounts under both records.
    """
    owed = debts(read_told_loans(tx, group_id, cut=NEVER_CUT), cut=NEVER_CUT)
    stands: dict[tuple[str, LoanPart], int] = {}
    for name, amount in balances_of(tx, group_id).items():
        of = loan_of(name)
        if of is not None:
            place = (of.loan_id, of.part)
            stands[place] = stands.get(place, 0) + amount.minor
    for loan_id in sorted({loan_id for loan_id, _ in stands} | owed.keys()):
        parts = (stands.get((loan_id, part), 0) for part in LoanPart)
        if tuple(parts) != owed.get(loan_id, (0, 0)):
            yield Finding("loans", f"{group_id}/{loan_id}", Fault.KEPT_DIFFERS)


def _check_run(tx: Tx, place: Place) -> list[Finding]:
    group_id, number = place
    run = runs.select_run_by_number(tx, group_id, number)
    if run is None:
        return [Finding(_RUNS, f"{group_id}/number {number}", Fault.REMOVED)]
    if run.block and runs.select_run_by_number(tx, run.group_id, run.block) is None:
        return [_missing(run, run.block)]
    charter = select_charter_of_version(tx, run.charter)
    before = runs.select_run_by_number(tx, run.group_id, run.number - 1)
    findings = [] if before or run.number == 1 else [_missing(run, run.number - 1)]
    stood = select_stood(tx, before) if before else {}
    computed = weigh(select_run_facts(tx, run, charter), charter)
    stored_results = {
        one.member_id: one for one in runs.select_results(tx, run.group_id, run.period)
    }
    wanted = _wanted(tx, run, before, computed)
    findings += _check_kept(run, wanted, computed, stored_results)
    findings += _check_entries(tx, run, stored_results, stood)
    if runs.select_run_by_number(tx, run.group_id, run.number + 1) is None:
        findings += _check_balances(tx, run, stored_results)
    return findings


def _wanted(tx: Tx, run: Run, before: Run | None, computed: Weighed) -> Run:
    """The run as it must be, except the group's grade.

    Runs from before blocks have none; after the first run with a block, each has one.
    """
    is_former = run.block is None and (before is None or before.block is None)
    lent, broken = runs.select_loans_counted(tx, run.group_id, run.number)
    return replace(
        run,
        base_rate=runs.select_base_rate(tx, cut=run.cut),
        digest=computed.digest,
        lent=computed.lent - lent,
        broken=computed.broken - broken,
        block=None if is_former else block_after(tx, before, run.number),
    )


def _missing(run: Run, number: int) -> Finding:
    return Finding(_RUNS, f"{run.group_id}/number {number}", Fault.REMOVED)


def _check_kept(
    run: Run, wanted: Run, computed: Weighed, stored_results: dict[str, Result]
) -> Iterator[Finding]:
    """Compare the run's own row, and the result of each member."""
    if wanted != run or json.loads(computed.grade_json) != json.loads(run.grade_json):
        yield Finding(_RUNS, f"{run.group_id}/{run.period}", Fault.KEPT_DIFFERS)
    now = {one.member_id: one for one in computed.results}
    for member in sorted(stored_results.keys() | now.keys()):
        if stored_results.get(member) != now.get(member):
            yield Finding(_RESULTS, f"{run.group_id}/{run.period}:{member}", Fault.KEPT_DIFFERS)


def _check_entries(
    tx: Tx, run: Run, stored_results: dict[str, Result], stood: dict[str, Five]
) -> Iterator[Finding]:
    """Compare the entry of each result with the change since the run before."""
    for result in stored_results.values():
        wanted = score_entry(run, result, stood.get(result.member_id, NOTHING))
        key = score_key(run, result.member_id)
        if entry_of(tx, run.group_id, key) != wanted:
            yield Finding("entries", f"{run.group_id}/{key}", Fault.KEPT_DIFFERS)


def _check_balances(tx: Tx, run: Run, stored_results: dict[str, Result]) -> Iterator[Finding]:
    """Compare the balances of the pillar accounts with the last results."""
    wanted = {
        points_account(result.member_id, pillar.value): points
        for result in stored_results.values()
        for pillar, points in zip(Pillar, result.balances, strict=True)
        if points
    }
    stands = {
        name: amount.minor
        for name, amount in balances_of(tx, run.group_id).items()
        if is_standing(name) and amount.minor
    }
    for account in sorted(wanted.keys() | stands.keys()):
        if wanted.get(account) != stands.get(account):
            yield Finding("balances", f"{run.group_id}/{account}", Fault.KEPT_DIFFERS)
