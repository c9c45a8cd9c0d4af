"""Loans asked for: her list, the ballot, the facilitator's word, confirming, taking back."""

from typing import Final

from groups.founding.acts import founding
from groups.lending.acts import asking, cards, loans
from groups.lending.acts import loan_clock as loan_days
from groups.lending.acts import pages as loan_pages
from groups.lending.acts import voices as loan_voices
from groups.lending.model.pages import OwnLoan
from groups.lending.model.proposal import Vote
from groups.loans.model.loan import Loan
from groups.messages.model import Facts, Json
from groups.people.acts import dialogues
from groups.people.acts import persons as people
from groups.people.model.dialogue import Dialogue
from groups.people.model.refusals import NotAMember, NotFound
from handlers.acts import herself
from handlers.callback_data import Tap
from handlers.turn import Act, ActContext, Answer
from storage.tx import Tx

REASON: Final = "loan_reason"  # the dialogue in which a reason is written; its step is what for
RETURNS, CANCELS = "return", "cancel"


def list_(tx: Tx, turn: ActContext) -> Answer | None:
    """Her open loans, and the ballots in which she may vote; a form half filled in is dropped."""
    if not turn.incoming.is_private:
        return herself.in_group(tx, turn, "go_private")
    group = herself.her_group(tx, turn)
    own = loan_pages.own_loans(tx, turn.actor, group.id, at=turn.at)
    dialogues.end(tx, turn.actor, asking.DIALOGUE)
    hers: list[Json] = [_line(each) for each in own.hers]
    ballots: list[Json] = [[it.loan.id, it.number, it.name] for it in own.ballots]
    turn.show(tx, "loan_list", loans=hers, ballots=ballots, may_ask=own.may_ask)
    return None


def show_ballot(tap: Tap) -> Act:
    """A ballot in her private chat."""

    def act(tx: Tx, turn: ActContext) -> None:
        turn.show(tx, "loan_ballot", **cards.ballot_card(tx, turn.actor, tap.part(0)))

    return act


def vote(tap: Tap) -> Act:
    """She says yes, no, or abstains; an alert tells her alone."""

    def act(tx: Tx, turn: ActContext) -> Answer:
        said = next((it for it in Vote if it.value == tap.part(1)), None)
        if said is None:
            raise NotFound
        try:
            ballot = loans.vote(tx, turn.actor, tap.part(0), said, new_id=turn.new_id, at=turn.at)
        except NotFound:
            _tell_newcomer(tx, turn)
            raise
        if turn.incoming.is_private:
            show_ballot(tap)(tx, turn)
        facts = {
            "said": said.value,
            "until": ballot.until.isoformat(),
            "is_over": ballot.is_carried is not None,
        }
        return Answer("alerts/voted", facts, is_modal=True)

    return act


def approve(tap: Tap) -> Act:
    """The facilitator approves what the group has carried."""

    def act(tx: Tx, turn: ActContext) -> None:
        loan = loans.decide(
            tx, turn.actor, tap.part(0), is_yes=True, reason="", new_id=turn.new_id, at=turn.at
        )
        turn.show(tx, "loan_decided", state=loan.state.value)

    return act


def ask_reason_to_return(tap: Tap) -> Act:
    """The facilitator returns a loan: her reason comes as text."""

    def act(tx: Tx, turn: ActContext) -> None:
        loan = cards.to_decide(tx, turn.actor, tap.part(0))
        _await_reason(tx, turn, loan, RETURNS)
        turn.say(tx, "loan_return")

    return act


def confirm(tap: Tap) -> Act:
    """She says that the cash may be handed over, as its borrower or as an office-bearer."""

    def act(tx: Tx, turn: ActContext) -> None:
        missing = loans.confirm(tx, turn.actor, tap.part(0), new_id=turn.new_id, at=turn.at)
        from_day = cards.loan_card(tx, turn.actor, tap.part(0))["from_day"]
        turn.show(tx, "loan_confirmed", missing=missing, from_day=from_day)

    return act


def ask_cancel(tap: Tap) -> Act:
    """A loan is to be taken back: the borrower is asked once more, others write a reason."""

    def act(tx: Tx, turn: ActContext) -> None:
        found = cards.to_cancel(tx, turn.actor, tap.part(0))
        if not found.is_hers:
            _await_reason(tx, turn, found.loan, CANCELS)
        turn.show(tx, "loan_cancel", loan_id=found.loan.id, is_hers=found.is_hers)

    return act


def cancel(tap: Tap) -> Act:
    """The borrower takes her loan back."""

    def act(tx: Tx, turn: ActContext) -> None:
        loan = loans.cancel(tx, turn.actor, tap.part(0), reason="", new_id=turn.new_id, at=turn.at)
        turn.show(tx, "loan_decided", state=loan.state.value)

    return act


def listen(tap: Tap) -> Act:
    """She wants to hear what the money is for: the voice comes into her private chat."""

    def act(tx: Tx, turn: ActContext) -> Answer:
        is_sent = loan_voices.send(tx, turn.actor, tap.part(0), at=turn.at)
        return Answer("alerts/voice_sent", {"is_sent": is_sent}, is_modal=not is_sent)

    return act


def set_reminders(tap: Tap) -> Act:
    """She wants to be reminded of her loans, or no more."""

    def act(tx: Tx, turn: ActContext) -> Answer:
        wants = tap.part(0) == "on"
        loan_days.want_reminders(tx, turn.actor, wants=wants)
        return Answer("alerts/reminders", {"wants": wants}, is_modal=True)

    return act


def give_reason(tx: Tx, turn: ActContext, dialogue: Dialogue, reason: str) -> None:
    """She wrote why a loan is returned, or taken back."""
    loan_id = str(dialogue.answers["loan_id"])
    if dialogue.step == RETURNS:
        loan = loans.decide(
            tx, turn.actor, loan_id, is_yes=False, reason=reason, new_id=turn.new_id, at=turn.at
        )
    else:
        loan = loans.cancel(tx, turn.actor, loan_id, reason=reason, new_id=turn.new_id, at=turn.at)
    dialogues.end(tx, turn.actor)
    turn.say(tx, "loan_decided", state=loan.state.value)


def _await_reason(tx: Tx, turn: ActContext, loan: Loan, step: str) -> None:
    dialogues.begin(
        tx,
        turn.actor,
        REASON,
        group_id=loan.group_id,
        step=step,
        answers={"loan_id": loan.id},
        at=turn.at,
    )


def _tell_newcomer(tx: Tx, turn: ActContext) -> None:
    """Whoever sits in a group's chat, and so knows of it, is told that she has not joined yet."""
    group = founding.group_in_chat(tx, turn.incoming.chat_id)
    if group is not None and people.actor_roles_in(tx, turn.actor, group.id).member is None:
        raise NotAMember


def _line(own: OwnLoan) -> Facts:
    line, loan = own.line, own.line.loan
    return {
        "id": loan.id,
        "amount": loan.terms.principal,
        "months": loan.terms.months,
        "state": loan.state.value,
        "from_day": own.from_day.isoformat() if own.from_day else None,
        "left": line.left,
        "due": line.due,
        "due_day": line.due_day.isoformat() if line.due_day else None,
        "late": line.late,
        "closes": line.closes,
    }
