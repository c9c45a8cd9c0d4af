"""The SQL of loans: proposals, terms, steps and states."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final, LiteralString

from groups.calendar.model import GroupWork
from groups.loans.model.count import Count
from groups.loans.model.loan import Loan, LoanState, LoanStep, Purpose
from groups.loans.model.terms import Terms
from groups.loans.rules.terms_of_row import terms_of
from groups.registers.model.money import LoanFund
from ledger.chain import Facts, link
from storage.tx import Tx, Value, micros

# The facts in the chain, in the order in which they are inserted. What a row of terms got by a
# later migration stands behind a slash, so that rows from before have the digest that they had.
LOANS: Final[LiteralString] = (
    "SELECT group_id, id, member_id, fund, purpose, word_id, voice_id, ladder_step, charter,"
    " proposed_by, proposed_day, ballot_until, recorded_at FROM loans"
)
LOAN_TERMS: Final[LiteralString] = (
    "SELECT group_id, loan_id || ':' || CAST(version AS TEXT) AS ref,"
    " began || COALESCE('/' || hangs_on, '') AS began, principal, months,"
    " rate_basis_points, rate_per, rhythm, method, plan, grace_months, grace, round_to,"
    " rounding || CASE WHEN carries = 1 THEN '/carried' ELSE '' END AS rounding,"
    " by_id, second_id, word_id, recorded_at FROM loan_terms"
)
LOAN_STEPS_TAKEN: Final[LiteralString] = (
    "SELECT group_id, id, loan_id, step, state, day, by_id, second_id, word_id, voters, yes, no,"
    " abstained, recorded_at FROM loan_steps"
)

ASKED: Final = 0  # the version of the terms as asked for
LENT: Final = 1  # the version as handed over


@dataclass(frozen=True, slots=True)
class Proposal:
    """A loan's proposal: her words or her voice message, by their ids."""

    loan: Loan
    word_id: str | None = None
    voice_id: str | None = None  # id of the words that hold Telegram's id of her voice message


@dataclass(frozen=True, slots=True)
class Agreed:
    """One version of the terms: 0 as asked for, 1 as handed over, later ones a new schedule."""

    version: int
    began: date
    terms: Terms
    by_id: str
    second_id: str | None = None
    word_id: str | None = None
    recorded_at: int = 0  # micro-seconds; set by the table


@dataclass(frozen=True, slots=True)
class StepTaken:
    """A step of a loan's life-cycle; `count` is the result of a ballot that it ended."""

    id: str
    loan_id: str
    step: LoanStep
    state: LoanState
    day: date
    by_id: str
    second_id: str | None = None
    word_id: str | None = None
    count: Count | None = None


def insert_loan(tx: Tx, group_id: str, proposal: Proposal, *, at: datetime) -> None:
    """Record a proposed loan, and link it into the chain."""
    loan = proposal.loan
    row: dict[str, Value] = {
        "member_id": loan.member_id,
        "fund": loan.fund.value,
        "purpose": loan.purpose.value,
        "word_id": proposal.word_id,
        "voice_id": proposal.voice_id,
        "ladder_step": loan.ladder_step,
        "charter": loan.charter,
        "proposed_by": loan.proposed_by,
        "proposed_day": loan.proposed_day.isoformat(),
        "ballot_until": loan.ballot_until.isoformat(),
        "recorded_at": micros(at),
    }
    tx.run(
        "INSERT INTO loans (id, group_id, member_id, fund, purpose, word_id, voice_id,"
        " ladder_step, charter, proposed_by, proposed_day, ballot_until, recorded_at)"
        " VALUES (:id, :group_id, :member_id, :fund, :purpose, :word_id, :voice_id,"
        " :ladder_step, :charter, :proposed_by, :proposed_day, :ballot_until, :recorded_at)",
        id=loan.id,
        group_id=group_id,
        **row,
    )
    link(tx, group_id, "loans", loan.id, _facts(row), at=at)


def insert_loan_state(tx: Tx, group_id: str, loan: Loan, *, at: datetime) -> None:
    """Store the borrower of a loan, and its first state."""
    tx.run(
        "INSERT INTO loan_states (loan_id, group_id, member_id, state, changed_at)"
        " VALUES (:loan_id, :group_id, :member_id, :state, :at)",
        loan_id=loan.id,
        group_id=group_id,
        member_id=loan.member_id,
        state=LoanState.PROPOSED.value,
        at=micros(at),
    )


def insert_terms(tx: Tx, loan: Loan, agreed: Agreed, *, at: datetime) -> None:
    """Record a version of the terms, and link it into the chain."""
    terms = agreed.terms
    began, rounding = agreed.began.isoformat(), terms.rounding.value
    hangs_on = terms.hangs_on.isoformat() if terms.hangs_on else None
    row: dict[str, Value] = {
        "began": f"{began}/{hangs_on}" if hangs_on else began,
        "principal": terms.principal,
        "months": terms.months,
        "rate_basis_points": terms.rate.basis_points,
        "rate_per": terms.rate.per.value,
        "rhythm": terms.rhythm.value,
        "method": terms.method.value,
        "plan": terms.plan.value,
        "grace_months": terms.grace_months,
        "grace": terms.grace.value,
        "round_to": terms.round_to,
        "rounding": f"{rounding}/carried" if terms.carries else rounding,
        "by_id": agreed.by_id,
        "second_id": agreed.second_id,
        "word_id": agreed.word_id,
        "recorded_at": micros(at),
    }
    tx.run(
        "INSERT INTO loan_terms (loan_id, version, group_id, began, principal, months,"
        " rate_basis_points, rate_per, rhythm, method, plan, grace_months, grace, round_to,"
        " rounding, hangs_on, carries, by_id, second_id, word_id, recorded_at)"
        " VALUES (:loan_id, :version, :group_id, :began, :principal, :months,"
        " :rate_basis_points, :rate_per, :rhythm, :method, :plan, :grace_months, :grace,"
        " :round_to, :rounding, :hangs_on, :carries, :by_id, :second_id, :word_id, :recorded_at)",
        loan_id=loan.id,
        version=agreed.version,
        group_id=loan.group_id,
        **row
        | {
            "began": began,
            "hangs_on": hangs_on,
            "rounding": rounding,
            "carries": int(terms.carries),
        },
    )
    link(tx, loan.group_id, "loan_terms", f"{loan.id}:{agreed.version}", _facts(row), at=at)


def insert_step(tx: Tx, group_id: str, taken: StepTaken, *, at: datetime) -> None:
    """Record a step, and link it into the chain."""
    count = taken.count
    row: dict[str, Value] = {
        "loan_id": taken.loan_id,
        "step": taken.step.value,
        "state": taken.state.value,
        "day": taken.day.isoformat(),
        "by_id": taken.by_id,
        "second_id": taken.second_id,
        "word_id": taken.word_id,
        "voters": count.voters if count else None,
        "yes": count.yes if count else None,
        "no": count.no if count else None,
        "abstained": count.abstained if count else None,
        "recorded_at": micros(at),
    }
    tx.run(
        "INSERT INTO loan_steps (id, group_id, loan_id, step, state, day, by_id, second_id,"
        " word_id, voters, yes, no, abstained, recorded_at)"
        " VALUES (:id, :group_id, :loan_id, :step, :state, :day, :by_id, :second_id,"
        " :word_id, :voters, :yes, :no, :abstained, :recorded_at)",
        id=taken.id,
        group_id=group_id,
        **row,
    )
    link(tx, group_id, "loan_steps", taken.id, _facts(row), at=at)


def update_loan_state(tx: Tx, taken: StepTaken, *, at: datetime) -> None:
    """Store a loan's state after a step."""
    tx.run(
        "UPDATE loan_states SET state = :state, changed_at = :at,"
        " approved_day = CASE WHEN :is_approved = 1 THEN CAST(:day AS TEXT)"
        " ELSE approved_day END,"
        " paid_out_day = CASE WHEN :is_paid_out = 1 THEN CAST(:day AS TEXT)"
        " ELSE paid_out_day END WHERE loan_id = :loan_id",
        state=taken.state.value,
        at=micros(at),
        day=taken.day.isoformat(),
        is_approved=int(taken.step in {LoanStep.APPROVE, LoanStep.CARRY_FINALLY}),
        is_paid_out=int(taken.step in {LoanStep.PAY_OUT, LoanStep.TAKE_OVER}),
        loan_id=taken.loan_id,
    )


def select_loan(tx: Tx, loan_id: str) -> Loan | None:
    """A loan in its current state, with the terms in force."""
    return tx.one(_loan, _SELECT + " WHERE l.id = :loan_id", loan_id=loan_id)


def select_group_of_loan(tx: Tx, loan_id: str) -> str | None:
    """The group of a loan, which never changes; lock it before you read the loan."""
    group_id: str | None = tx.value("SELECT group_id FROM loans WHERE id = :id", id=loan_id)
    return group_id


def select_groups_voting(tx: Tx) -> list[GroupWork]:
    """The groups with open ballots, and the last day of the first to end."""
    return tx.all(
        GroupWork,
        "SELECT l.group_id, g.zone, MIN(l.ballot_until) FROM loan_states s"
        " JOIN loans l ON l.id = s.loan_id JOIN groups g ON g.id = l.group_id"
        " WHERE s.state = 'proposed' GROUP BY l.group_id, g.zone"
        " ORDER BY MIN(l.ballot_until), l.group_id",
    )


def select_ballots_open(tx: Tx, group_id: str) -> list[tuple[str, date]]:
    """A group's open ballots with their last day, the first to end first."""
    return tx.all(
        lambda loan_id, until: (str(loan_id), date.fromisoformat(until)),
        "SELECT l.id, l.ballot_until FROM loan_states s JOIN loans l ON l.id = s.loan_id"
        " WHERE s.state = 'proposed' AND l.group_id = :group_id ORDER BY l.ballot_until, l.id",
        group_id=group_id,
    )


def select_loans_of_group(tx: Tx, group_id: str) -> list[Loan]:
    """Every loan ever asked for in a group, the oldest first."""
    return tx.all(
        _loan,
        _SELECT + " WHERE l.group_id = :group_id ORDER BY l.recorded_at, l.id",
        group_id=group_id,
    )


def count_loans_in(tx: Tx, group_id: str, state: LoanState) -> int:
    """How many loans of a group are in a state now."""
    count: int = tx.value(
        "SELECT COUNT(*) FROM loan_states WHERE group_id = :group_id AND state = :state",
        group_id=group_id,
        state=state.value,
    )
    return count


def select_loans_of_member(tx: Tx, group_id: str, member_id: str) -> list[Loan]:
    """Every loan a member has asked for, the oldest first."""
    return tx.all(
        _loan,
        _SELECT + " WHERE l.group_id = :group_id AND s.member_id = :member_id"
        " ORDER BY l.recorded_at, l.id",
        group_id=group_id,
        member_id=member_id,
    )


def update_borrower(tx: Tx, group_id: str, gone_id: str, kept_id: str) -> None:
    """Make the loans of one record those of another."""
    tx.run(
        "UPDATE loan_states SET member_id = :kept_id"
        " WHERE group_id = :group_id AND member_id = :gone_id",
        group_id=group_id,
        gone_id=gone_id,
        kept_id=kept_id,
    )


def has_repaid(tx: Tx, group_id: str, member_id: str) -> bool:
    """Whether a member has repaid a loan, in these books or in the group's old ones."""
    return bool(
        tx.value(
            "SELECT (SELECT COUNT(*) FROM loans l JOIN loan_states s ON s.loan_id = l.id"
            " WHERE l.group_id = :group_id AND s.member_id = :member_id AND s.state = 'repaid')"
            " + (SELECT COUNT(*) FROM opening_repaid"
            " WHERE group_id = :group_id AND member_id = :member_id)",
            group_id=group_id,
            member_id=member_id,
        )
    )


def select_proposal(tx: Tx, loan: Loan) -> Proposal:
    """The purpose of a loan: the ids of her words and her voice message."""
    ((word_id, voice_id),) = tx.rows(
        "SELECT word_id, voice_id FROM loans WHERE id = :id", id=loan.id
    )
    return Proposal(loan, word_id=word_id, voice_id=voice_id)


def select_terms(tx: Tx, loan_id: str) -> list[Agreed]:
    """Every version of the terms, from the proposal on."""
    return tx.all(
        _agreed,
        "SELECT version, began, by_id, second_id, word_id, recorded_at, principal, months,"
        " rate_basis_points, rate_per, rhythm, method, plan, grace_months, grace, round_to,"
        " rounding, hangs_on, carries FROM loan_terms WHERE loan_id = :loan_id ORDER BY version",
        loan_id=loan_id,
    )


def select_steps(tx: Tx, loan_id: str) -> list[StepTaken]:
    """Every step of a loan's life-cycle, the oldest first."""
    return tx.all(
        _step,
        "SELECT id, loan_id, step, state, day, by_id, second_id, word_id, voters, yes, no,"
        " abstained FROM loan_steps WHERE loan_id = :loan_id ORDER BY recorded_at, id",
        loan_id=loan_id,
    )


_SELECT: Final[LiteralString] = (
    "SELECT l.id, l.group_id, s.member_id, l.fund, l.purpose, s.state, l.ladder_step, l.charter,"
    " l.proposed_by, l.proposed_day, l.ballot_until, s.approved_day, s.paid_out_day,"
    " t.principal, t.months, t.rate_basis_points, t.rate_per, t.rhythm, t.method, t.plan,"
    " t.grace_months, t.grace, t.round_to, t.rounding, t.hangs_on, t.carries"
    " FROM loans l JOIN loan_states s ON s.loan_id = l.id"
    " JOIN loan_terms t ON t.loan_id = l.id AND NOT EXISTS (SELECT 1 FROM loan_terms newer"
    " WHERE newer.loan_id = l.id AND newer.version > t.version)"
)


def _loan(*row: Any) -> Loan:
    id_, group_id, member_id, fund, purpose, state, ladder_step, charter, *rest = row
    proposed_by, proposed_day, ballot_until, approved_day, paid_out_day, *terms = rest
    return Loan(
        id=id_,
        group_id=group_id,
        member_id=member_id,
        fund=LoanFund(fund),
        terms=terms_of(*terms),
        purpose=Purpose(purpose),
        state=LoanState(state),
        ladder_step=ladder_step,
        charter=charter,
        proposed_by=proposed_by,
        proposed_day=date.fromisoformat(proposed_day),
        ballot_until=date.fromisoformat(ballot_until),
        approved_day=_day(approved_day),
        paid_out_day=_day(paid_out_day),
    )


def _agreed(*row: Any) -> Agreed:
    version, began, by_id, second_id, word_id, recorded_at, *terms = row
    return Agreed(
        version=version,
        began=date.fromisoformat(began),
        terms=terms_of(*terms),
        by_id=by_id,
        second_id=second_id,
        word_id=word_id,
        recorded_at=recorded_at,
    )


def _step(*row: Any) -> StepTaken:
    id_, loan_id, step, state, iso_day, by_id, second_id, word_id, voters, yes, no, abstained = row
    count = None
    if voters is not None:
        count = Count(voters=voters, yes=yes, no=no, abstained=abstained)
    return StepTaken(
        id=id_,
        loan_id=loan_id,
        step=LoanStep(step),
        state=LoanState(state),
        day=date.fromisoformat(iso_day),
        by_id=by_id,
        second_id=second_id,
        word_id=word_id,
        count=count,
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _facts(row: dict[str, Value]) -> Facts:
    """The columns of a row in their order, as the chain digests them."""
    return tuple(value for value in row.values() if not isinstance(value, float | bytes))
