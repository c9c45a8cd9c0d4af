"""The SQL of votes on loans and of confirmations of a hand-over; a vote can be erased."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, LiteralString

from groups.loans.model.loan import Loan
from ledger.chain import link
from storage.tx import Tx, micros

# The facts in the chain, in the order in which they are inserted.
LOAN_VOTES: Final[LiteralString] = (
    "SELECT group_id, id, loan_id, member_id, word_id, how, day, recorded_at FROM loan_votes"
)
LOAN_CONFIRMATIONS: Final[LiteralString] = (
    "SELECT group_id, id, loan_id, by_id, as_whom, how, recorded_at FROM loan_confirmations"
)


@dataclass(frozen=True, slots=True)
class VoteGiven:
    """A member has voted; her vote is an erasable word. `how`: self, turn."""

    id: str
    member_id: str
    word_id: str
    how: str
    day: date


@dataclass(frozen=True, slots=True)
class Confirmation:
    """A person's confirmation of a hand-over; `as_whom`: borrower, officer."""

    id: str
    by_id: str
    as_whom: str
    how: str


def insert_vote(tx: Tx, loan: Loan, vote: VoteGiven, *, at: datetime) -> None:
    """Record that she voted, and link it into the chain."""
    tx.run(
        "INSERT INTO loan_votes (id, group_id, loan_id, member_id, word_id, how, day, recorded_at)"
        " VALUES (:id, :group_id, :loan_id, :member_id, :word_id, :how, :day, :at)",
        id=vote.id,
        group_id=loan.group_id,
        loan_id=loan.id,
        member_id=vote.member_id,
        word_id=vote.word_id,
        how=vote.how,
        day=vote.day.isoformat(),
        at=micros(at),
    )
    facts = (loan.id, vote.member_id, vote.word_id, vote.how, vote.day.isoformat(), micros(at))
    link(tx, loan.group_id, "loan_votes", vote.id, facts, at=at)


def select_votes(tx: Tx, loan_id: str) -> list[VoteGiven]:
    """The vote of each member that counts: her newest, in the order of voting."""
    return tx.all(
        lambda id_, member_id, word_id, how, iso_day: VoteGiven(
            id_, member_id, word_id, how, date.fromisoformat(iso_day)
        ),
        "SELECT v.id, v.member_id, v.word_id, v.how, v.day FROM loan_votes v"
        " WHERE v.loan_id = :loan_id AND NOT EXISTS (SELECT 1 FROM loan_votes newer"
        " WHERE newer.loan_id = v.loan_id AND newer.member_id = v.member_id"
        " AND (newer.recorded_at > v.recorded_at"
        " OR (newer.recorded_at = v.recorded_at AND newer.id > v.id)))"
        " ORDER BY v.recorded_at, v.id",
        loan_id=loan_id,
    )


def insert_confirmation(tx: Tx, loan: Loan, confirmation: Confirmation, *, at: datetime) -> bool:
    """Record a confirmation of a hand-over, and link it; False if she gave one before."""
    is_new = tx.run(
        "INSERT INTO loan_confirmations (id, group_id, loan_id, by_id, as_whom, how, recorded_at)"
        " VALUES (:id, :group_id, :loan_id, :by_id, :as_whom, :how, :at)"
        " ON CONFLICT (loan_id, by_id, as_whom) DO NOTHING",
        id=confirmation.id,
        group_id=loan.group_id,
        loan_id=loan.id,
        by_id=confirmation.by_id,
        as_whom=confirmation.as_whom,
        how=confirmation.how,
        at=micros(at),
    )
    if is_new:
        confirmation_facts = (confirmation.by_id, confirmation.as_whom, confirmation.how)
        facts = (loan.id, *confirmation_facts, micros(at))
        link(tx, loan.group_id, "loan_confirmations", confirmation.id, facts, at=at)
    return bool(is_new)


def select_confirmations(tx: Tx, loan_id: str) -> list[Confirmation]:
    """The confirmations of the hand-over so far."""
    return tx.all(
        Confirmation,
        "SELECT id, by_id, as_whom, how FROM loan_confirmations WHERE loan_id = :loan_id"
        " ORDER BY recorded_at, id",
        loan_id=loan_id,
    )
