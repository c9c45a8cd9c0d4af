"""Take an old group's books over: one entry, its members, outstanding loans, its history."""

from dataclasses import replace
from datetime import date

from groups.approvals.model import Request
from groups.calendar.rules.days import day_in
from groups.charter.rules.charter import Charter
from groups.charter.store import select_charter
from groups.joining.effects import memberships, newcomers
from groups.lending.rules.lending import next_state, rung_of, terms_by_charter
from groups.loans.effects.loans import record_loan, record_step
from groups.loans.model.loan import Loan, LoanState, LoanStep
from groups.loans.store.loans import (
    LENT,
    Agreed,
    Proposal,
    StepTaken,
    insert_terms,
    select_loans_of_group,
)
from groups.messages.effects import say_to_group, say_to_person
from groups.messages.model import Facts, Urgency
from groups.messages.store import pinned_message as status
from groups.oldbooks.model import Cutoff, OldLoan, OldMember
from groups.oldbooks.rules.cutoff_body import unpacked
from groups.oldbooks.store import (
    Opening,
    has_grown,
    insert_opening,
    insert_opening_lines,
    insert_opening_members,
    insert_opening_repaid,
    select_opening,
)
from groups.people.facts.names import read_member
from groups.people.model.deed import Deed
from groups.people.model.people import Member, MemberState, MemberStep, Phone
from groups.people.store.members import (
    count_members,
    is_number_used,
    select_member,
    update_joined_day,
)
from groups.people.store.persons import insert_person
from groups.registers.model.money import LoanFund
from groups.registers.store.meetings import count_closed
from ledger.accounts import (
    Fund,
    bank,
    cash_box,
    loan_principal,
    opening_balances,
    outside_fund,
    savings,
    social_fund,
)
from ledger.books import entry_of, post, reverse
from ledger.model import Entry, Posting, Reason, paise
from ledger.words import erase, read
from storage.tx import Tx

_HERE = frozenset({MemberState.ACTIVE, MemberState.FROZEN})


def has_begun(tx: Tx, group_id: str) -> bool:
    """Whether a group's books have begun here: by a meeting, or by rows that use the old books."""
    opening = select_opening(tx, group_id)
    return count_closed(tx, group_id) > 0 or (opening is not None and has_grown(tx, opening))


def cutoff_of(tx: Tx, request: Request) -> Cutoff:
    """The old books that a request asks to take over."""

    def name_of(member_id: str | None, word_id: str | None) -> str:
        member = select_member(tx, member_id) if member_id else None
        return member.name if member else (read(tx, word_id) or "" if word_id else "")

    return unpacked(request.body, name_of)


def decide_cutoff(tx: Tx, deed: Deed, request: Request, *, is_yes: bool) -> bool:
    """Carry out a decision on old books; False if the group has changed meanwhile."""
    is_done = not is_yes or take_over(tx, deed, request)
    forget_names(tx, deed, request)
    return is_done


def forget_names(tx: Tx, deed: Deed, request: Request) -> None:
    """Erase the names in the request; the new members' own records have them now."""
    day = day_in(deed.group.zone, deed.at)
    for _, _, word_id, *_ in request.body["members"]:
        if word_id:
            erase(tx, word_id, day)


def take_over(tx: Tx, deed: Deed, request: Request) -> bool:
    """Record the requested old books; False if the group has changed since the request.

    The deed's signer is the second person, witness to the consent of members without a phone.
    Books taken over before from a faulty sheet are reversed first.
    """
    cutoff = cutoff_of(tx, request)
    if has_begun(tx, deed.group.id) or not _can_all_be_members(tx, deed, cutoff):
        return False
    charter = select_charter(tx, deed.group.id)
    before = select_opening(tx, deed.group.id)
    asked = deed.asked_by(request.asked_by, request.word_id)
    if before is not None:
        _undo(tx, asked, before)
    opening = Opening(
        id=deed.new_id(),
        group_id=deed.group.id,
        number=before.number + 1 if before else 1,
        day=cutoff.day,
        by_id=request.asked_by,
        second_id=deed.by_id,
        word_id=request.word_id,
    )
    ids = {one.number: _member(tx, deed, request.asked_by, one) for one in cutoff.members}
    insert_opening(tx, opening, at=deed.at)
    insert_opening_members(tx, opening, cutoff, ids, at=deed.at)
    insert_opening_lines(tx, opening, cutoff, ids, deed.group.saving, at=deed.at)
    insert_opening_repaid(tx, opening, cutoff, ids, at=deed.at)
    loans = [_loan(tx, asked, cutoff.day, charter, one, ids[one.number]) for one in cutoff.loans]
    moves = _moves(cutoff, ids, loans)
    if moves:
        entry = Entry(
            key=_key(opening),
            group_id=deed.group.id,
            reason=Reason.OPENING,
            day=cutoff.day,
            postings=moves,
            by=opening.by_id,
        )
        post(tx, entry, at=deed.at, zone=deed.group.zone)
    new = [f"{one.number} · {one.name}" for one in cutoff.members if one.member_id is None]
    if new:
        newcomers.say_added_by_sheet(tx, deed, new, key=_key(opening))
    _say(tx, deed, opening, cutoff, ids)
    status.upsert_wanted(tx, deed.group.id, deed.at)
    return True


def _undo(tx: Tx, deed: Deed, before: Opening) -> None:
    """Reverse the entry of the sheet before, and leave out its loans.

    The reversal is dated on the day of that sheet, so that no day has both sheets in its books.
    """
    group, day = deed.group, day_in(deed.group.zone, deed.at)
    key = _key(before)
    if entry_of(tx, group.id, key) is not None:
        reverse(
            tx,
            group.id,
            key,
            day=before.day,
            by=deed.by_id,
            memo=deed.word_id,
            at=deed.at,
            zone=group.zone,
        )
    every = select_loans_of_group(tx, group.id)
    for loan in [each for each in every if each.state is LoanState.PAID_OUT]:
        taken = StepTaken(
            id=deed.new_id(),
            loan_id=loan.id,
            step=LoanStep.LEAVE_OUT,
            state=next_state(loan, LoanStep.LEAVE_OUT),
            day=day,
            by_id=deed.by_id,
            second_id=deed.second_id,
            word_id=deed.word_id,
        )
        record_step(tx, group.id, taken, at=deed.at)


def _key(opening: Opening) -> str:
    return f"opening:{opening.id}"


def _can_all_be_members(tx: Tx, deed: Deed, cutoff: Cutoff) -> bool:
    """Whether old members are still members, new numbers are free and the charter has room."""
    new = [one for one in cutoff.members if one.member_id is None]
    known = [select_member(tx, one.member_id) for one in cutoff.members if one.member_id]
    is_room = count_members(tx, deed.group.id) + len(new) <= _most(tx, deed)
    are_free = not any(is_number_used(tx, deed.group.id, one.number) for one in new)
    return is_room and are_free and all(one and one.state in _HERE for one in known)


def _most(tx: Tx, deed: Deed) -> int:
    return select_charter(tx, deed.group.id).group.members_most


def _member(tx: Tx, deed: Deed, asked_by: str, old: OldMember) -> str:
    """The id of a member on the sheet; she becomes a member now if she is not yet."""
    if old.member_id is not None:
        update_joined_day(tx, old.member_id, old.since)
        return old.member_id
    person_id = deed.new_id()
    insert_person(tx, person_id, old.name, is_named=True, at=deed.at)
    new = memberships.new_member(tx, deed, person_id, old.number, Phone.NONE)
    member: Member = replace(new, joined_day=old.since)
    memberships.begin(tx, replace(deed, by_id=asked_by), member, "added")
    moved = memberships.move(tx, deed, member, MemberStep.CONFIRM)
    memberships.consent_spoken(tx, deed, moved, witness_id=deed.by_id)
    return member.id


def _loan(tx: Tx, deed: Deed, day: date, charter: Charter, old: OldLoan, member_id: str) -> Loan:
    """A loan that was handed over before, with the terms for what is outstanding."""
    fund = LoanFund(old.fund)
    lent = terms_by_charter(charter, fund, old.lent, old.months, basis_points=old.basis_points)
    loan = Loan(
        id=deed.new_id(),
        group_id=deed.group.id,
        member_id=member_id,
        fund=fund,
        terms=lent,
        purpose=old.purpose,
        state=LoanState.PROPOSED,
        ladder_step=rung_of(charter, fund, old.lent),
        charter=charter.version,
        proposed_by=deed.by_id,
        proposed_day=old.lent_day,
        ballot_until=old.lent_day,
    )
    record_loan(tx, deed.group.id, Proposal(loan), at=deed.at)
    taken = StepTaken(
        id=deed.new_id(),
        loan_id=loan.id,
        step=LoanStep.TAKE_OVER,
        state=next_state(loan, LoanStep.TAKE_OVER),
        day=day,
        by_id=deed.by_id,
        second_id=deed.second_id,
    )
    record_step(tx, deed.group.id, taken, at=deed.at)
    rest = replace(lent, principal=old.left)
    agreed = Agreed(version=LENT, began=day, terms=rest, by_id=deed.by_id, second_id=deed.second_id)
    insert_terms(tx, loan, agreed, at=deed.at)
    return replace(loan, terms=rest)


def _moves(cutoff: Cutoff, ids: dict[int, str], loans: list[Loan]) -> tuple[Posting, ...]:
    """The postings: assets come from the opening balances, liabilities go to them."""
    opening = opening_balances()
    has = [(cash_box(), cutoff.cash), (bank(), cutoff.bank)]
    has += [(loan_principal(one.member_id, one.id), one.terms.principal) for one in loans]
    owes = [(savings(ids[one.number]), one.savings) for one in cutoff.members]
    owes += [(outside_fund(Fund(fund.value)), amount) for fund, amount in cutoff.funds.items()]
    owes.append((social_fund(), cutoff.social))
    return tuple(
        [Posting(name, opening, paise(amount)) for name, amount in has if amount]
        + [Posting(opening, name, paise(amount)) for name, amount in owes if amount]
    )


def _say(tx: Tx, deed: Deed, opening: Opening, cutoff: Cutoff, ids: dict[int, str]) -> None:
    """Announce the takeover to the group, and to each member her own amounts."""
    key = _key(opening)
    iso_day = cutoff.day.isoformat()
    whole: Facts = {
        "day": iso_day,
        "members": len(cutoff.members),
        "savings": cutoff.savings,
        "lent": cutoff.lent,
        "cash": cutoff.cash,
        "bank": cutoff.bank,
    }
    say_to_group(tx, deed.group.id, "opening", whole, key=key, urgency=Urgency.MONEY, at=deed.at)
    for one in cutoff.members:
        left = sum(loan.left for loan in cutoff.loans if loan.number == one.number)
        facts: Facts = {
            "group": deed.group.name,
            "day": iso_day,
            "savings": one.savings,
            "left": left,
        }
        say_to_person(
            tx,
            read_member(tx, ids[one.number]).person_id,
            "opening_hers",
            facts,
            key=f"{key}:{ids[one.number]}",
            urgency=Urgency.MONEY,
            is_money=True,
            at=deed.at,
        )
