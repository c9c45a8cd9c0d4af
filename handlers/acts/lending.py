"""Loans that are asked for: list, ballot, facilitator's decision, confirmation, taking back."""

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

REASON: Final = "loan_reason"  # the dialogue for a reason; its step is RETURNS or CANCELS
RETURNS, CANCELS = "return", "cancel"


def list_(tx: Tx, turn: ActContext) -> Answer | None:
    """Show her open loans and the ballots in which she may vote; drop her unfinished form."""
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
    """Show a ballot in her private chat."""

    def act(tx: Tx, turn: ActContext) -> None:
        turn.show(tx, "loan_ballot", **cards.ballot_card(tx, turn.actor, tap.part(0)))

    return act


def vote(tap: Tap) -> Act:
    """She votes yes or no, or abstains; an alert answers her alone."""

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
    """The facilitator approves a loan that the ballot carried."""

    def act(tx: Tx, turn: ActContext) -> None:
        loan = loans.decide(
            tx, turn.actor, tap.part(0), is_yes=True, reason="", new_id=turn.new_id, at=turn.at
        )
        turn.show(tx, "loan_decided", **_facts(tx, turn, loan))

    return act


def ask_reason_to_return(tap: Tap) -> Act:
    """The facilitator returns a loan; she writes the reason next."""

    def act(tx: Tx, turn: ActContext) -> None:
        loan = cards.to_decide(tx, turn.actor, tap.part(0))
        _await_reason(tx, turn, loan, RETURNS)
        turn.say(tx, "loan_return")

    return act


def confirm(tap: Tap) -> Act:
    """The borrower or an office-bearer confirms that the cash may be handed over."""

    def act(tx: Tx, turn: ActContext) -> None:
        missing = loans.confirm(tx, turn.actor, tap.part(0), new_id=turn.new_id, at=turn.at)
        facts = cards.loan_card(tx, turn.actor, tap.part(0))
        turn.show(tx, "loan_confirmed", missing=missing, **facts)

    return act


def ask_cancel(tap: Tap) -> Act:
    """Ask before a loan is taken back: the borrower taps once more, others write a reason."""

    def act(tx: Tx, turn: ActContext) -> None:
        loan_card = cards.to_cancel(tx, turn.actor, tap.part(0))
        if not loan_card.is_hers:
            _await_reason(tx, turn, loan_card.loan, CANCELS)
        turn.show(tx, "loan_cancel", loan_id=loan_card.loan.id, is_hers=loan_card.is_hers)

    return act


def cancel(tap: Tap) -> Act:
    """The borrower takes back the loan she asked for."""

    def act(tx: Tx, turn: ActContext) -> None:
        loan = loans.cancel(tx, turn.actor, tap.part(0), reason="", new_id=turn.new_id, at=turn.at)
        turn.show(tx, "loan_decided", **_facts(tx, turn, loan))

    return act


def listen(tap: Tap) -> Act:
    """Send the borrower's voice message about the loan to her private chat."""

    def act(tx: Tx, turn: ActContext) -> Answer:
        is_sent = loan_voices.send(tx, turn.actor, tap.part(0), at=turn.at)
        return Answer("alerts/voice_sent", {"is_sent": is_sent}, is_modal=not is_sent)

    return act


def set_reminders(tap: Tap) -> Act:
    """Turn reminders of her loans on or off."""

    def act(tx: Tx, turn: ActContext) -> Answer:
        wants = tap.part(0) == "on"
        loan_days.want_reminders(tx, turn.actor, wants=wants)
        return Answer("alerts/reminders", {"wants": wants}, is_modal=True)

    return act


def give_reason(tx: Tx, turn: ActContext, dialogue: Dialogue, reason: str) -> None:
    """Return the loan, or take it back, with the reason that she wrote."""
    loan_id = str(dialogue.answers["loan_id"])
    if dialogue.step == RETURNS:
        loan = loans.decide(
            tx, turn.actor, loan_id, is_yes=False, reason=reason, new_id=turn.new_id, at=turn.at
        )
    else:
        loan = loans.cancel(tx, turn.actor, loan_id, reason=reason, new_id=turn.new_id, at=turn.at)
    dialogues.end(tx, turn.actor)
    turn.say(tx, "loan_decided", **_facts(tx, turn, loan))


def _facts(tx: Tx, turn: ActContext, loan: Loan) -> Facts:
    """What her answer tells of the loan: a facilitator decides for many groups."""
    return cards.loan_card(tx, turn.actor, loan.id)


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
    """Raise NotAMember for a person in the group's chat who has not joined the group."""
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
