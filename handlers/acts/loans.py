"""Loans asked for: her list, the ballot, the facilitator's word, confirming, taking back."""

from typing import Any, Final

from groups.calendar.rules.days import day_in
from groups.charter.store import charter_of
from groups.founding.acts import founding
from groups.lending.acts import loan_clock as loan_days
from groups.lending.acts import loans
from groups.lending.acts import voices as loan_voices
from groups.lending.effects.telling import facts_of
from groups.lending.model.proposal import Vote
from groups.loans.facts.loans_now import LoanNow, loans_now
from groups.loans.model.loan import RESERVED, Loan, LoanState
from groups.messages.model import Facts, Json
from groups.people.acts import persons as people
from groups.people.facts.door import look
from groups.people.facts.names import read_member
from groups.people.model.dialogue import Dialogue
from groups.people.model.people import Member
from groups.people.model.refusals import NotAMember, NotFound
from groups.people.rules.rights import Act as Right
from groups.people.rules.rights import may
from groups.people.store.dialogues import delete_dialogue, select_dialogue, upsert_dialogue
from groups.people.store.groups import select_group
from handlers.acts import herself
from handlers.callback_data import Tap
from handlers.turn import Act, Answer, Turn
from storage.tx import Tx

ASKING: Final = "loan"  # the dialogue in which a loan is asked for
REASON: Final = "loan_reason"  # the dialogue in which a reason is written; its step is what for
RETURNS, CANCELS = "return", "cancel"


def list_(tx: Tx, turn: Turn) -> Answer | None:
    """Her open loans, and the ballots in which she may vote; a form half filled in is dropped."""
    if not turn.incoming.is_private:
        return herself.in_group(tx, turn, "go_private")
    group = herself.her_group(tx, turn)
    _, standing = look(tx, turn.actor, group.id, Right.SEE_LOANS)
    dialogue = select_dialogue(tx, turn.actor.person_id)
    if dialogue is not None and dialogue.kind == ASKING:
        delete_dialogue(tx, turn.actor.person_id)
    every = loans_now(tx, group, charter_of(tx, group.id), day_in(group.zone, turn.at))
    member = standing.member
    hers: list[Json] = [
        _line(tx, each)
        for each in every
        if member and each.loan.member_id == member.id and _is_open(each.loan)
    ]
    ballots: list[Json] = [
        _name(each.loan.id, read_member(tx, each.loan.member_id))
        for each in every
        if each.loan.state is LoanState.PROPOSED
        and member
        and member.id != each.loan.member_id
        and may(standing, Right.VOTE)
    ]
    turn.show(tx, "loan_list", loans=hers, ballots=ballots, may_ask=may(standing, Right.ASK_LOAN))
    return None


def show_ballot(tap: Tap) -> Act:
    """A ballot in her private chat."""

    def act(tx: Tx, turn: Turn) -> None:
        found = loans.ballot(tx, turn.actor, tap.part(0))
        group = select_group(tx, found.loan.group_id)
        assert group is not None, "a loan has a group"
        turn.show(tx, "loan_ballot", **facts_of(tx, group, found.loan, found))

    return act


def vote(tap: Tap) -> Act:
    """She says yes, no, or abstains; an alert tells her alone."""

    def act(tx: Tx, turn: Turn) -> Answer:
        said = next((it for it in Vote if it.value == tap.part(1)), None)
        if said is None:
            raise NotFound
        try:
            found = loans.vote(tx, turn.actor, tap.part(0), said, new_id=turn.new_id, at=turn.at)
        except NotFound:
            _tell_newcomer(tx, turn)
            raise
        if turn.incoming.is_private:
            show_ballot(tap)(tx, turn)
        facts = {
            "said": said.value,
            "until": found.until.isoformat(),
            "is_over": found.is_carried is not None,
        }
        return Answer("alerts/voted", facts, is_modal=True)

    return act


def approve(tap: Tap) -> Act:
    """The facilitator approves what the group has carried."""

    def act(tx: Tx, turn: Turn) -> None:
        loan = loans.decide(
            tx, turn.actor, tap.part(0), is_yes=True, reason="", new_id=turn.new_id, at=turn.at
        )
        turn.show(tx, "loan_decided", state=loan.state.value)

    return act


def ask_reason_to_return(tap: Tap) -> Act:
    """The facilitator returns a loan: her reason comes as text."""

    def act(tx: Tx, turn: Turn) -> None:
        loan = loans.ballot(tx, turn.actor, tap.part(0)).loan
        look(tx, turn.actor, loan.group_id, Right.DECIDE_LOAN)
        _await_reason(tx, turn, loan, RETURNS)
        turn.say(tx, "loan_return")

    return act


def confirm(tap: Tap) -> Act:
    """She says that the cash may be handed over, as its borrower or as an office-bearer."""

    def act(tx: Tx, turn: Turn) -> None:
        missing = loans.confirm(tx, turn.actor, tap.part(0), new_id=turn.new_id, at=turn.at)
        loan = loans.ballot(tx, turn.actor, tap.part(0)).loan
        group = select_group(tx, loan.group_id)
        assert group is not None, "a loan has a group"
        from_day = facts_of(tx, group, loan)["from_day"]
        turn.show(tx, "loan_confirmed", missing=missing, from_day=from_day)

    return act


def ask_cancel(tap: Tap) -> Act:
    """A loan is to be taken back: the borrower is asked once more, others write a reason."""

    def act(tx: Tx, turn: Turn) -> None:
        loan = loans.ballot(tx, turn.actor, tap.part(0)).loan
        standing = people.standing_in(tx, turn.actor, loan.group_id)
        is_hers = standing.member is not None and standing.member.id == loan.member_id
        if not is_hers:
            look(tx, turn.actor, loan.group_id, Right.CANCEL_LOAN)
            _await_reason(tx, turn, loan, CANCELS)
        turn.show(tx, "loan_cancel", loan_id=loan.id, is_hers=is_hers)

    return act


def cancel(tap: Tap) -> Act:
    """The borrower takes her loan back."""

    def act(tx: Tx, turn: Turn) -> None:
        loan = loans.cancel(tx, turn.actor, tap.part(0), reason="", new_id=turn.new_id, at=turn.at)
        turn.show(tx, "loan_decided", state=loan.state.value)

    return act


def listen(tap: Tap) -> Act:
    """She wants to hear what the money is for: the voice comes into her private chat."""

    def act(tx: Tx, turn: Turn) -> Answer:
        is_sent = loan_voices.send(tx, turn.actor, tap.part(0), at=turn.at)
        return Answer("alerts/voice_sent", {"is_sent": is_sent}, is_modal=not is_sent)

    return act


def set_reminders(tap: Tap) -> Act:
    """She wants to be reminded of her loans, or no more."""

    def act(tx: Tx, turn: Turn) -> Answer:
        wants = tap.part(0) == "on"
        loan_days.want_reminders(tx, turn.actor, wants=wants)
        return Answer("alerts/reminders", {"wants": wants}, is_modal=True)

    return act


def give_reason(tx: Tx, turn: Turn, dialogue: Dialogue, reason: str) -> None:
    """She wrote why a loan is returned, or taken back."""
    loan_id = str(dialogue.answers["loan_id"])
    if dialogue.step == RETURNS:
        loan = loans.decide(
            tx, turn.actor, loan_id, is_yes=False, reason=reason, new_id=turn.new_id, at=turn.at
        )
    else:
        loan = loans.cancel(tx, turn.actor, loan_id, reason=reason, new_id=turn.new_id, at=turn.at)
    delete_dialogue(tx, turn.actor.person_id)
    turn.say(tx, "loan_decided", state=loan.state.value)


def _await_reason(tx: Tx, turn: Turn, loan: Loan, step: str) -> None:
    asked = Dialogue(turn.actor.person_id, REASON, loan.group_id, step, {"loan_id": loan.id})
    upsert_dialogue(tx, asked, at=turn.at)


def _tell_newcomer(tx: Tx, turn: Turn) -> None:
    """Whoever sits in a group's chat, and so knows of it, is told that she has not joined yet."""
    group = founding.group_in_chat(tx, turn.incoming.chat_id)
    if group is not None and people.standing_in(tx, turn.actor, group.id).member is None:
        raise NotAMember


def _is_open(loan: Loan) -> bool:
    return loan.state in RESERVED | {LoanState.PAID_OUT}


def _line(tx: Tx, now: LoanNow) -> Facts:
    group = select_group(tx, now.loan.group_id)
    assert group is not None, "a loan has a group"
    facts: dict[str, Any] = facts_of(tx, group, now.loan)
    return {
        "id": now.loan.id,
        "amount": facts["amount"],
        "months": facts["months"],
        "state": facts["state"],
        "from_day": facts["from_day"],
        "left": now.left,
        "late": now.late.owed.amount if now.late else 0,
    }


def _name(loan_id: str, member: Member) -> list[Json]:
    return [loan_id, member.number, member.name]
