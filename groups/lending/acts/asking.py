"""Ask for a loan in one line or step by step; answers are stored until she sends them."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final

from groups.funds.facts.free_money import free_money
from groups.lending.acts import loans
from groups.lending.effects.telling import facts_of
from groups.lending.model.asking import LoanAsking
from groups.lending.rules import asking
from groups.loans.store.loans import select_loans_of_group
from groups.messages.model import Facts
from groups.people.facts.door import enter_to_read, member_in, see
from groups.people.facts.names import read_group, read_member
from groups.people.model.dialogue import Dialogue
from groups.people.model.people import Actor, Member
from groups.people.model.refusals import NotFound
from groups.people.rules.rights import Right, require, require_active
from groups.people.store.dialogues import delete_dialogue, select_dialogue, upsert_dialogue
from groups.people.store.members import select_member
from groups.registers.model.money import LoanFund
from storage.tx import Tx

DIALOGUE: Final = "loan"


def begin(tx: Tx, actor: Actor, group_id: str, text: str = "", *, at: datetime) -> LoanAsking:
    """Begin a loan request of her own; `text` may hold all answers. NotAMember for non-members."""
    group, actor_roles = see(tx, actor, group_id)
    member = member_in(actor_roles)
    require(actor_roles, Right.ASK_LOAN)
    require_active(group)
    given = asking.in_one_line(text) if text else {}
    return _begin(tx, actor, member, given or {}, is_unread=given is None, at=at)


def begin_for(tx: Tx, actor: Actor, member_id: str, *, at: datetime) -> LoanAsking:
    """Begin a loan request for another member, as an office-bearer."""
    member = select_member(tx, member_id)
    if member is None:
        raise NotFound
    enter_to_read(tx, actor, member.group_id, Right.PROPOSE_LOAN)
    return _begin(tx, actor, member, {}, is_unread=False, at=at)


def choose(tx: Tx, actor: Actor, field: str, value: str, *, at: datetime) -> LoanAsking:
    """Store an answer that she tapped: months, purpose or fund."""
    dialogue = _current(tx, actor)
    return _keep(tx, actor, dialogue, asking.with_tapped(dialogue.answers, field, value), at=at)


def change(tx: Tx, actor: Actor, field: str, *, at: datetime) -> LoanAsking:
    """Ask one question again."""
    dialogue = _current(tx, actor)
    return _keep(tx, actor, dialogue, asking.without(dialogue.answers, field), at=at)


def write(tx: Tx, actor: Actor, dialogue: Dialogue, words: str, *, at: datetime) -> LoanAsking:
    """Store an answer that she wrote to the open question; BadAnswer names an unreadable field."""
    answers = asking.with_typed(dialogue.answers, dialogue.step, words)
    return _keep(tx, actor, dialogue, answers, at=at)


def speak(tx: Tx, actor: Actor, voice_id: str, *, at: datetime) -> LoanAsking | None:
    """Store her voice message on the purpose; None if she is not asking for a loan."""
    dialogue = select_dialogue(tx, actor.person_id)
    if dialogue is None or dialogue.kind != DIALOGUE:
        return None
    return _keep(tx, actor, dialogue, {**dialogue.answers, "voice": voice_id}, at=at)


def send(tx: Tx, actor: Actor, *, new_id: Callable[[], str], at: datetime) -> Facts | LoanAsking:
    """Propose the loan and open its ballot: the facts of its card, or the next missing answer."""
    dialogue = _current(tx, actor)
    asked = asking.asked_of(dialogue.answers)
    if asked is None:
        return _keep(tx, actor, dialogue, dialogue.answers, at=at)
    member_id = str(dialogue.answers["member"])
    loan = loans.propose(tx, actor, dialogue.group_id, member_id, asked, new_id=new_id, at=at)
    delete_dialogue(tx, actor.person_id)
    return facts_of(tx, read_group(tx, dialogue.group_id), loan)


def _begin(
    tx: Tx,
    actor: Actor,
    member: Member,
    given: Mapping[str, Any],
    *,
    is_unread: bool,
    at: datetime,
) -> LoanAsking:
    dialogue = Dialogue(actor.person_id, DIALOGUE, member.group_id, asking.FIELDS[0], {})
    answers = {"member": member.id, **given}
    return _keep(tx, actor, dialogue, answers, is_unread=is_unread, at=at)


def _current(tx: Tx, actor: Actor) -> Dialogue:
    dialogue = select_dialogue(tx, actor.person_id)
    if dialogue is None or dialogue.kind != DIALOGUE:
        raise NotFound
    return dialogue


def _keep(
    tx: Tx,
    actor: Actor,
    dialogue: Dialogue,
    answers: Mapping[str, Any],
    *,
    is_unread: bool = False,
    at: datetime,
) -> LoanAsking:
    """Store the answers; return the next question, or at the check a preview of the loan."""
    group_id = dialogue.group_id
    funds = _funds(tx, group_id)
    answered = {**answers, "fund": funds[0]} if len(funds) == 1 else dict(answers)
    step = asking.next_step(answered)
    dialogue = Dialogue(actor.person_id, DIALOGUE, group_id, step, answered)
    upsert_dialogue(tx, dialogue, at=at)
    member, asked = read_member(tx, str(answered["member"])), asking.asked_of(answered)
    preview, outlook = None, None
    if asked is not None:
        preview, outlook = loans.preview(tx, actor, group_id, member.id, asked, at=at)
    return LoanAsking(
        member=member,
        is_for_other=member.person_id != actor.person_id,
        answers=answered,
        step=step,
        is_unread=is_unread,
        funds=funds,
        preview=preview,
        outlook=outlook,
    )


def _funds(tx: Tx, group_id: str) -> tuple[str, ...]:
    """The group's own fund, and each other fund that can lend."""
    free = free_money(tx, group_id, select_loans_of_group(tx, group_id))
    return tuple(fund.value for fund in LoanFund if fund is LoanFund.OWN or free[fund] > 0)
