"""A meeting's entries beside money lines: each member's saving, the cash difference."""

from groups.funds.facts.fund_checks import check_funds
from groups.meetings.effects.recording import Recording
from groups.registers.model.meeting import Register
from groups.registers.rules.meeting import cash_key, paid, posted_version, saving_key
from groups.registers.store.registers import KeptRegister
from ledger.accounts import cash_box, cash_difference, savings
from ledger.books import post, reverse
from ledger.model import Entry, Posting, Reason, paise
from storage.tx import Tx


def post_register(tx: Tx, recording: Recording, stored_register: KeptRegister) -> None:
    """Post the savings and the cash difference of a closed meeting.

    The money lines are posted before. Refuses lines that take more than a fund or a member's
    savings had.
    """
    for line in stored_register.register.lines:
        _post_saving(tx, recording, line.member_id, paid(line))
    _post_difference(tx, recording, stored_register.difference)
    check_funds(tx, recording.deed.group.id, stored_register.register.money)


def correct_register(
    tx: Tx, recording: Recording, versions: list[KeptRegister], corrected: KeptRegister
) -> None:
    """Reverse the amounts that a corrected register changes, and post the new amounts."""
    paid_before = [_paid_by_member(version.register) for version in versions]
    for member_id, amount in _paid_by_member(corrected.register).items():
        amounts = [by_member[member_id] for by_member in paid_before]
        if amounts[-1] == amount:
            continue
        if amounts[-1]:
            key = saving_key(recording.meeting.id, member_id, posted_version(amounts))
            _reverse(tx, recording, key)
        _post_saving(tx, recording, member_id, amount)
    differences = [version.difference for version in versions]
    if differences[-1] != corrected.difference:
        if differences[-1]:
            _reverse(tx, recording, cash_key(recording.meeting.id, posted_version(differences)))
        _post_difference(tx, recording, corrected.difference)
    check_funds(tx, recording.deed.group.id, corrected.register.money, versions[-1].register.money)


def _post_saving(tx: Tx, recording: Recording, member_id: str, amount: int) -> None:
    if amount:
        key = saving_key(recording.meeting.id, member_id, recording.version)
        posting = Posting(debit=cash_box(), credit=savings(member_id), amount=paise(amount))
        _post(tx, recording, key, Reason.SAVING, posting)


def _post_difference(tx: Tx, recording: Recording, difference: int) -> None:
    key = cash_key(recording.meeting.id, recording.version)
    amount = paise(abs(difference))
    if difference > 0:
        over = Posting(debit=cash_box(), credit=cash_difference(), amount=amount)
        _post(tx, recording, key, Reason.CASH_OVER, over)
    if difference < 0:
        short = Posting(debit=cash_difference(), credit=cash_box(), amount=amount)
        _post(tx, recording, key, Reason.CASH_SHORT, short)


def _post(tx: Tx, recording: Recording, key: str, reason: Reason, posting: Posting) -> None:
    deed = recording.deed
    entry = Entry(
        key=key,
        group_id=deed.group.id,
        reason=reason,
        day=recording.day,
        postings=(posting,),
        by=deed.by_id,
        memo=deed.word_id,
    )
    post(tx, entry, at=deed.at, zone=deed.group.zone)


def _reverse(tx: Tx, recording: Recording, key: str) -> None:
    deed, day = recording.deed, recording.day
    reverse(
        tx,
        deed.group.id,
        key,
        day=day,
        by=deed.by_id,
        memo=deed.word_id,
        at=deed.at,
        zone=deed.group.zone,
    )


def _paid_by_member(register: Register) -> dict[str, int]:
    return {line.member_id: paid(line) for line in register.lines}
