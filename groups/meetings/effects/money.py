"""Effects of a meeting's register on loans: interest, payments, hand-overs, repaid loans.

The group is locked. A correction works the same way: lines that the new register no longer has are
reversed, new lines are posted, and each loan gets the state that its books give.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from groups.charter.model.terms import DebtPart
from groups.charter.store import select_charter_of_version
from groups.funds.facts.fund_checks import check_members
from groups.lending.rules.lending import cooling_off_until, missing_confirmation, next_state
from groups.lending.store.ballots import select_confirmations
from groups.loans.effects.interest import (
    Payoff,
    accrue,
    bring_forward,
    close_interest,
    count_anew,
    undo_interest,
)
from groups.loans.effects.loans import record_step
from groups.loans.facts.loan_books import read_books
from groups.loans.facts.loans_now import payable_in
from groups.loans.model.loan import Loan, LoanState, LoanStep
from groups.loans.model.refusals import NotHandedOver, PaidSince, SpreadSince, WrittenOffSince
from groups.loans.model.terms import Method
from groups.loans.rules.outstanding import PayableOn, owed_by, owed_in_all, posted_ahead, split
from groups.loans.store.loan_books import insert_payment, select_payments
from groups.loans.store.loans import (
    Agreed,
    StepTaken,
    insert_terms,
    select_loan,
    select_loans_of_group,
    select_terms,
)
from groups.meetings.effects.recording import Recording
from groups.people.facts.names import read_member
from groups.people.model.people import MemberState
from groups.people.model.refusals import BadAnswer
from groups.people.store.roles import select_roles
from groups.registers.model.meeting import Meeting
from groups.registers.model.money import KeptLine, MoneyKind, MoneyLine, Split
from groups.registers.rules.money_lines import PAYS, REASONS, postings
from ledger.books import post, reverse
from ledger.model import Entry
from ledger.words import keep_words
from storage.tx import Tx


@dataclass(frozen=True, slots=True)
class PostedMoney:
    """Lines as posted, and the change of earlier interest by member, in paise."""

    lines: tuple[KeptLine, ...]
    interest: Mapping[str, int]


def post_money(
    tx: Tx,
    recording: Recording,
    lines: Iterable[MoneyLine],
    in_force: Iterable[KeptLine] = (),
) -> PostedMoney:
    """Post the money lines of a register, and take the steps of loans that follow from them.

    `in_force` are the lines of the version before. A line in both versions stays posted; a line
    that the new one no longer has is reversed; interest posted since is recomputed. Refuses lines
    of loans that do not exist or are not ready.
    """
    deed, meeting = recording.deed, recording.meeting
    payable = _payable(tx, recording)
    for loan in select_loans_of_group(tx, deed.group.id):
        if loan.state is LoanState.PAID_OUT:
            accrue(tx, loan, meeting.day, payable, deed)
    in_force = tuple(in_force)
    after = [_under_its_record(line, in_force) for line in lines]
    check_members(tx, deed.group.id, after)
    before = list(in_force)
    stays = Counter(stored_line.line for stored_line in before) & Counter(after)
    _reverse_gone(tx, recording, before, stays)
    stored_lines = [
        _kept_or_posted(tx, recording, before, stays, number, line)
        for number, line in enumerate(after, 1)
    ]
    paid = {each.line.loan_id: each.split for each in stored_lines if each.split is not None}
    gone = {each.line.loan_id for each in in_force if each.split is not None} - paid.keys()
    changed: Counter[str] = Counter()
    for loan_id, parts in [
        *paid.items(),
        *((loan_id, Split()) for loan_id in sorted(gone, key=str)),
    ]:
        loan = _read(tx, loan_id or "")
        changed[loan.member_id] += _record_payment(tx, recording, loan, parts)
    named = (each.line.loan_id for each in (*in_force, *stored_lines))
    paid_up = _flat_and_paid_up(tx, deed.group.id)
    for loan_id in sorted({*paid_up, *(loan_id for loan_id in named if loan_id)}):
        _bring_to_its_end(tx, recording, _read(tx, loan_id))
    return PostedMoney(tuple(stored_lines), changed)


# --- lines that stay, go and come -----------------------------------------------------------------


def _under_its_record(line: MoneyLine, in_force: Iterable[KeptLine]) -> MoneyLine:
    """Return a loan's line under the record named in force, if it names a record merged with it."""
    named = (stored_line.line for stored_line in in_force if line.loan_id is not None)
    return next((one for one in named if replace(one, member_id=line.member_id) == line), line)


def _reverse_gone(
    tx: Tx, recording: Recording, before: list[KeptLine], stays: Counter[MoneyLine]
) -> None:
    left = Counter(stays)
    for stored_line in before:
        if left[stored_line.line]:
            left[stored_line.line] -= 1
            continue
        deed, key = recording.deed, _key(recording.meeting, stored_line.posted)
        reverse(
            tx,
            deed.group.id,
            key,
            day=recording.day,
            by=deed.by_id,
            memo=deed.word_id,
            at=deed.at,
            zone=deed.group.zone,
        )
        if stored_line.line.kind is MoneyKind.HAND_OVER:
            _take_back(tx, recording, _loan_of(tx, recording, stored_line.line))


def _kept_or_posted(
    tx: Tx,
    recording: Recording,
    before: list[KeptLine],
    stays: Counter[MoneyLine],
    number: int,
    line: MoneyLine,
) -> KeptLine:
    if stays[line]:
        stays[line] -= 1
        stored_line = next(each for each in before if each.line == line)
        before.remove(stored_line)
        return stored_line
    return _post(tx, recording, number, line)


def _post(tx: Tx, recording: Recording, number: int, line: MoneyLine) -> KeptLine:
    deed = recording.deed
    parts = None
    if line.kind in PAYS:
        parts = _split(tx, recording, line)
    if line.kind is MoneyKind.HAND_OVER:
        _hand_over(tx, recording, _loan_of(tx, recording, line), line)
    word_id = deed.word_id
    if line.text:
        word_id = keep_words(tx, deed.new_id(), deed.group.id, line.text, deed.new_id(), at=deed.at)
    posted = f"{recording.version}:{number}"
    entry = Entry(
        key=_key(recording.meeting, posted),
        group_id=deed.group.id,
        reason=REASONS[line.kind],
        day=recording.day,
        postings=postings(line, parts),
        by=deed.by_id,
        memo=word_id,
    )
    post(tx, entry, at=deed.at, zone=deed.group.zone)
    return KeptLine(line, posted, word_id if line.text else None, parts)


def _key(meeting: Meeting, posted: str) -> str:
    return f"meeting:{meeting.id}:money:{posted}"


# --- loans ----------------------------------------------------------------------------------------


def _loan_of(tx: Tx, recording: Recording, line: MoneyLine) -> Loan:
    """The loan of a line; BadAnswer if the member has no such loan in the group."""
    loan = select_loan(tx, line.loan_id or "")
    if loan is None or (loan.group_id, loan.member_id) != (recording.deed.group.id, line.member_id):
        raise BadAnswer(line.kind.value)
    return loan


def _payable(tx: Tx, recording: Recording) -> PayableOn:
    """The payable day of each due day, as known when the register is recorded."""
    group, meets_on = recording.deed.group, recording.meeting.day
    return payable_in(tx, group, recording.charter, meets_on, today=recording.recorded_on)


def _read(tx: Tx, loan_id: str) -> Loan:
    loan = select_loan(tx, loan_id)
    assert loan is not None, "loans are never deleted"
    return loan


def _split(tx: Tx, recording: Recording, line: MoneyLine) -> Split:
    """Split a payment into its parts; a payoff includes the interest of the current period."""
    loan = _loan_of(tx, recording, line)
    is_her_savings = line.kind is MoneyKind.SET_OFF
    if loan.state not in {LoanState.PAID_OUT, LoanState.REPAID} or (
        is_her_savings and not _has_left(tx, loan)
    ):
        raise BadAnswer(line.kind.value)
    day, agreed = recording.meeting.day, select_terms(tx, loan.id)
    (book,) = read_books(tx, loan, agreed, without=recording.meeting.id)[-1:]
    owed, payable = owed_by(book, day), _payable(tx, recording)
    payoff = Payoff(day, recording.day)
    if line.amount >= owed.amount:
        bring_forward(tx, loan, book, payoff, recording.deed)
        owed = replace(owed, interest=owed.interest + posted_ahead(book, day, payable))
    if line.amount >= owed.amount:
        more = close_interest(tx, loan, book, payoff, payable, recording.deed)
        owed = replace(owed, interest=owed.interest + more)
    owes = {DebtPart.INTEREST: owed.interest, DebtPart.PRINCIPAL: owed.principal}
    parts = split(line.amount, owes, recording.charter.loans.terms.pays_first)
    return Split(interest=parts[DebtPart.INTEREST], principal=parts[DebtPart.PRINCIPAL])


def _has_left(tx: Tx, loan: Loan) -> bool:
    """Whether the borrower has left: only then are savings set off against the loan."""
    return read_member(tx, loan.member_id).state is MemberState.LEFT


def _record_payment(tx: Tx, recording: Recording, loan: Loan, parts: Split) -> int:
    """Record a payment; return the change of interest that was posted since, in paise."""
    register = (recording.meeting.id, recording.version)
    if recording.version > 1:
        _check_not_built_upon(tx, recording, loan, parts)
    (before,) = read_books(tx, loan, select_terms(tx, loan.id))[-1:]
    insert_payment(tx, loan, register, recording.meeting.day, parts, at=recording.deed.at)
    return count_anew(tx, loan, before, _payable(tx, recording), recording.deed, recording.day)


def _check_not_built_upon(tx: Tx, recording: Recording, loan: Loan, parts: Split) -> None:
    """Refuse to change a payment that is older than the loan's new terms or its write-off."""
    before = select_payments(tx, loan.id, recording.meeting.id)
    if not before or before[-1][1] == parts:
        return
    if loan.state is LoanState.WRITTEN_OFF:
        raise WrittenOffSince(read_member(tx, loan.member_id).name)
    if before[0][0] < select_terms(tx, loan.id)[-1].recorded_at:
        raise SpreadSince(read_member(tx, loan.member_id).name)


def _hand_over(tx: Tx, recording: Recording, loan: Loan, line: MoneyLine) -> None:
    """Hand a loan over in this meeting; refuses a loan that is not ready, and another amount."""
    next_state(loan, LoanStep.PAY_OUT)
    if line.amount != loan.terms.principal:
        raise BadAnswer(line.kind.value)
    charter = select_charter_of_version(tx, loan.charter)
    if recording.meeting.day < cooling_off_until(loan, charter):
        raise NotHandedOver("cooling_off", read_member(tx, loan.member_id).name)
    offices = select_roles(tx, loan.group_id)
    why = missing_confirmation(loan, select_confirmations(tx, loan.id), offices)
    if why:
        raise NotHandedOver(why, read_member(tx, loan.member_id).name)
    _take(tx, recording, loan, LoanStep.PAY_OUT)
    version = select_terms(tx, loan.id)[-1].version + 1  # 1, but for a reversed hand-over
    agreed = Agreed(
        version=version,
        began=recording.meeting.day,
        terms=replace(loan.terms, hangs_on=None),
        by_id=recording.deed.by_id,
        second_id=recording.deed.second_id,
    )
    insert_terms(tx, loan, agreed, at=recording.deed.at)


def _take_back(tx: Tx, recording: Recording, loan: Loan) -> None:
    books = read_books(tx, loan, select_terms(tx, loan.id), without=recording.meeting.id)
    is_paid = any(one.principal or one.interest for book in books for one in book.paid)
    if is_paid or loan.state is not LoanState.PAID_OUT:
        raise PaidSince(read_member(tx, loan.member_id).name)
    undo_interest(tx, loan, recording.deed, recording.day)
    _take(tx, recording, loan, LoanStep.TAKE_BACK)


def _flat_and_paid_up(tx: Tx, group_id: str) -> list[str]:
    """Loans that could not be closed early while all flat interest of the term was owed."""
    return [
        loan.id
        for loan in select_loans_of_group(tx, group_id)
        if loan.state is LoanState.PAID_OUT and loan.terms.method is Method.FLAT
    ]


def _bring_to_its_end(tx: Tx, recording: Recording, loan: Loan) -> None:
    """Set a loan with nothing owed to repaid, and a repaid loan that owes again to paid out."""
    if loan.state not in {LoanState.PAID_OUT, LoanState.REPAID}:
        return
    (book,) = read_books(tx, loan, select_terms(tx, loan.id))[-1:]
    is_open = owed_in_all(book).amount > 0
    if loan.state is LoanState.PAID_OUT and not is_open:
        _take(tx, recording, loan, LoanStep.SETTLE)
    if loan.state is LoanState.REPAID and is_open:
        _take(tx, recording, loan, LoanStep.REOPEN)


def _take(tx: Tx, recording: Recording, loan: Loan, step: LoanStep) -> None:
    deed = recording.deed
    taken = StepTaken(
        id=deed.new_id(),
        loan_id=loan.id,
        step=step,
        state=next_state(loan, step),
        day=recording.meeting.day,
        by_id=deed.by_id,
        second_id=deed.second_id,
        word_id=deed.word_id,
    )
    record_step(tx, loan.group_id, taken, at=deed.at)
