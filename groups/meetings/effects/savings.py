"""What a meeting moves in the books: each member's saving, and the difference in the cash box."""

from dataclasses import dataclass
from datetime import date, datetime

from groups.funds.facts.fund_checks import check_funds
from groups.registers.model.meeting import Register
from groups.registers.rules.meeting import cash_key, paid, posted_version, saving_key
from groups.registers.store.registers import KeptRegister
from ledger.accounts import cash_box, cash_difference, savings
from ledger.books import post, reverse
from ledger.model import Entry, Posting, Reason, paise
from storage.tx import Tx


@dataclass(frozen=True, slots=True)
class Hand:
    """By whom, on which day and why something is written; `memo` is the id of a word."""

    meeting_id: str
    group_id: str
    day: date
    by: str
    memo: str | None = None


def post_register(tx: Tx, hand: Hand, kept: KeptRegister, *, at: datetime) -> None:
    """Post the savings and the cash difference of a meeting that is closed.

    Its other money is posted before; refused where a fund or her savings had less than was taken.
    """
    for line in kept.register.lines:
        _post_saving(tx, hand, line.member_id, paid(line), kept.version, at)
    _post_difference(tx, hand, kept.difference, kept.version, at)
    check_funds(tx, hand.group_id, kept.register.money)


def correct_register(
    tx: Tx, hand: Hand, versions: list[KeptRegister], kept: KeptRegister, *, at: datetime
) -> None:
    """Reverse what a corrected register tells otherwise than the one that stands, and post anew."""
    paid_before = [_paid_by_member(version.register) for version in versions]
    for member_id, amount in _paid_by_member(kept.register).items():
        amounts = [by_member[member_id] for by_member in paid_before]
        if amounts[-1] == amount:
            continue
        if amounts[-1]:
            key = saving_key(hand.meeting_id, member_id, posted_version(amounts))
            _reverse(tx, hand, key, at)
        _post_saving(tx, hand, member_id, amount, kept.version, at)
    differences = [version.difference for version in versions]
    if differences[-1] != kept.difference:
        if differences[-1]:
            _reverse(tx, hand, cash_key(hand.meeting_id, posted_version(differences)), at)
        _post_difference(tx, hand, kept.difference, kept.version, at)
    check_funds(tx, hand.group_id, kept.register.money, versions[-1].register.money)


def _post_saving(
    tx: Tx, hand: Hand, member_id: str, amount: int, version: int, at: datetime
) -> None:
    if amount:
        key = saving_key(hand.meeting_id, member_id, version)
        posting = Posting(debit=cash_box(), credit=savings(member_id), amount=paise(amount))
        _post(tx, hand, key, Reason.SAVING, posting, at)


def _post_difference(tx: Tx, hand: Hand, difference: int, version: int, at: datetime) -> None:
    key = cash_key(hand.meeting_id, version)
    amount = paise(abs(difference))
    if difference > 0:
        over = Posting(debit=cash_box(), credit=cash_difference(), amount=amount)
        _post(tx, hand, key, Reason.CASH_OVER, over, at)
    if difference < 0:
        short = Posting(debit=cash_difference(), credit=cash_box(), amount=amount)
        _post(tx, hand, key, Reason.CASH_SHORT, short, at)


def _post(tx: Tx, hand: Hand, key: str, reason: Reason, posting: Posting, at: datetime) -> None:
    entry = Entry(key, hand.group_id, reason, hand.day, (posting,), hand.by, hand.memo)
    post(tx, entry, at=at)


def _reverse(tx: Tx, hand: Hand, key: str, at: datetime) -> None:
    reverse(tx, hand.group_id, key, day=hand.day, by=hand.by, memo=hand.memo, at=at)


def _paid_by_member(register: Register) -> dict[str, int]:
    return {line.member_id: paid(line) for line in register.lines}
