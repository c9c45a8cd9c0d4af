"""The practice village's loans: asked for, voted on, handed over and paid back."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from groups.lending.acts import loans
from groups.lending.model.proposal import LoanAskedFor, Vote
from groups.loans.model.loan import Loan, LoanState
from groups.people.model.people import Phone
from groups.practice import script as village
from groups.practice.scene import Scene
from groups.practice.script import Week, Wish, clock
from groups.practice.spoken import spoken
from groups.registers.model.meeting import RegisterPage
from groups.registers.model.money import MoneyKind, MoneyLine

_OFFICERS = (1, 2)  # they confirm hand-overs, and the third in the place of a borrower among them
_THIRD = 3


def decide(scene: Scene, week: int, day: date) -> None:
    """Ask for the loans of this day, vote on them, and confirm the hand-over of carried ones."""
    wishes = [wish for wish in village.WISHES if wish.week == week]
    for n, wish in enumerate(wishes):
        at = clock(day, 18) + timedelta(minutes=40 * n)
        loan = _ask(scene, wish, at)
        _vote(scene, wish, loan, at)
        _confirm(scene, wish, loan, at + timedelta(minutes=20))


def money_of(scene: Scene, page: RegisterPage, week: Week) -> tuple[MoneyLine, ...]:
    """The money lines of a meeting beside the savings: the proposed ones, changed by `week`."""
    numbers = {member.id: member.number for member in scene.members()}
    return (*_lines_of(page, week, numbers), *week.money)


def _lines_of(page: RegisterPage, week: Week, numbers: dict[str, int]) -> Iterator[MoneyLine]:
    for due in page.repayments:
        paid = village.repaid(week, numbers[due.member_id], due.due)
        if paid:
            yield MoneyLine(MoneyKind.REPAYMENT, paid, due.member_id, due.loan_id)
    for fine in page.fines:
        number = numbers[fine.member_id]
        if number in week.fined and week.marks[number] == fine.code.value:
            yield MoneyLine(MoneyKind.FINE, fine.amount, fine.member_id, code=fine.code)
    for ready in page.hand_overs:
        assert not ready.missing, "whoever asked before a meeting has every word by then"
        yield MoneyLine(MoneyKind.HAND_OVER, ready.amount, ready.member_id, ready.loan_id)


def _ask(scene: Scene, wish: Wish, at: datetime) -> Loan:
    words = spoken(wish.words, scene.language)
    asked = LoanAskedFor(
        wish.fund, 100 * wish.rupees, wish.months, wish.purpose, words, rhythm=wish.rhythm
    )
    borrower = scene.member(wish.borrower)
    return loans.propose(
        scene.tx,
        scene.actor(wish.borrower),
        scene.group.id,
        borrower.id,
        asked,
        new_id=scene.new_id,
        at=at,
    )


def _vote(scene: Scene, wish: Wish, loan: Loan, at: datetime) -> None:
    """All vote except the silent; a member without a phone votes in her turn."""
    voting = [m for m in scene.members() if m.number not in {wish.borrower, *wish.silent}]
    for n, member in enumerate(voting, 1):
        loans.vote(
            scene.tx,
            scene.actor(member.number),
            loan.id,
            Vote.NO if member.number in wish.against else Vote.YES,
            how="turn" if member.phone is Phone.NONE else "self",
            new_id=scene.new_id,
            at=at + timedelta(minutes=n),
        )


def _confirm(scene: Scene, wish: Wish, loan: Loan, at: datetime) -> None:
    """The borrower and two office-bearers confirm the hand-over of an approved loan."""
    if loans.ballot(scene.tx, scene.facilitator, loan.id).loan.state is not LoanState.APPROVED:
        return
    officers = [number for number in (*_OFFICERS, _THIRD) if number != wish.borrower][:2]
    for number in (wish.borrower, *officers):
        if number not in wish.missing:
            actor = scene.actor(number)
            loans.confirm(scene.tx, actor, loan.id, new_id=scene.new_id, at=at)
