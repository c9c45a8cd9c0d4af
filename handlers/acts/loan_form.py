"""Asking for a loan in the chat: in one line or step by step, kept until she sends it."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from groups.funds.facts.free_money import free_money
from groups.lending.acts import loans
from groups.lending.effects.telling import facts_of
from groups.lending.model.eligibility import Eligibility
from groups.lending.model.proposal import Asked, Preview
from groups.lending.rules.request_text import MONTHS_MAX, WORDS_MAX, read_request
from groups.loans.model.loan import Purpose
from groups.loans.store.loans import select_loans_of_group
from groups.messages.model import Json
from groups.people.acts import persons as people
from groups.people.facts.door import look
from groups.people.facts.names import read_member
from groups.people.model.dialogue import Dialogue
from groups.people.model.group import Group
from groups.people.model.people import Member
from groups.people.model.refusals import BadAnswer, NotAMember, NotFound
from groups.people.rules.rights import Act as Right
from groups.people.store.dialogues import delete_dialogue, select_dialogue, upsert_dialogue
from groups.people.store.groups import select_group
from groups.people.store.members import select_member
from groups.registers.model.money import LoanFund
from groups.registers.model.typed_amounts import read_amount
from handlers.acts import herself
from handlers.acts.loans import ASKING, list_
from handlers.callback_data import Tap
from handlers.turn import Act, Answer, Turn
from storage.tx import Tx

Answers = dict[str, Any]
_FIELDS: Final = ("amount", "months", "purpose", "fund")
_LATIN: Final = str.maketrans("०१२३४५६७८९", "0123456789")


def command(text: str) -> Act:
    """/loan: with what is asked for her form is opened, without it her loans are shown.

    In the group it is taken away and answered in private.
    """

    def act(tx: Tx, turn: Turn) -> Answer | None:
        if not text:
            return list_(tx, turn)
        group = herself.her_group(tx, turn)
        member = _herself(tx, turn, group)
        read = read_request(text)
        begun = _begun(turn, group, member)
        given: Answers = {"unread": True}
        if read is not None:
            given = {"amount": read.amount, "months": read.months, "words": read.words}
        is_shown = _show(tx, turn, replace(begun, answers={**begun.answers, **given}))
        if turn.incoming.is_private:
            return None
        if not is_shown:
            turn.say_in_group(tx, group.id, "go_private", token=group.start_token)
        return Answer(deletes=True)

    return act


def begin(tx: Tx, turn: Turn) -> Answer | None:
    """She wants to be asked step by step, for herself."""
    if not turn.incoming.is_private:
        return herself.in_group(tx, turn, "go_private")
    group = herself.her_group(tx, turn)
    _show(tx, turn, _begun(turn, group, _herself(tx, turn, group)))
    return None


def begin_for(tap: Tap) -> Act:
    """An office-bearer asks for another."""

    def act(tx: Tx, turn: Turn) -> None:
        member = select_member(tx, tap.part(0))
        if member is None:
            raise NotFound
        group, _ = look(tx, turn.actor, member.group_id, Right.PROPOSE_LOAN)
        _show(tx, turn, _begun(turn, group, member))

    return act


def choose(tap: Tap) -> Act:
    """She tapped an answer: months, purpose or fund."""

    def act(tx: Tx, turn: Turn) -> None:
        dialogue = _asking(tx, turn)
        field, value = tap.part(0), tap.part(1)
        answer = {"months": _months, "purpose": _purpose, "fund": _fund}.get(field)
        if answer is None:
            raise NotFound
        _show(tx, turn, replace(dialogue, answers={**dialogue.answers, field: answer(value)}))

    return act


def change(tap: Tap) -> Act:
    """She wants to answer one question anew."""

    def act(tx: Tx, turn: Turn) -> None:
        dialogue = _asking(tx, turn)
        if tap.part(0) not in _FIELDS:
            raise NotFound
        kept = {name: it for name, it in dialogue.answers.items() if name != tap.part(0)}
        _show(tx, turn, replace(dialogue, answers=kept))

    return act


def send(tx: Tx, turn: Turn) -> None:
    """The group is asked: its ballot opens."""
    dialogue = _asking(tx, turn)
    asked = _asked(dialogue.answers)
    if asked is None:
        _show(tx, turn, dialogue)
        return
    loan = loans.propose(
        tx,
        turn.actor,
        dialogue.group_id,
        str(dialogue.answers["member"]),
        asked,
        new_id=turn.new_id,
        at=turn.at,
    )
    delete_dialogue(tx, turn.actor.person_id)
    group = select_group(tx, dialogue.group_id)
    assert group is not None, "a loan has a group"
    turn.show(tx, "loan_asked", **facts_of(tx, group, loan))


def typed(tx: Tx, turn: Turn, dialogue: Dialogue, words: str) -> None:
    """She wrote an answer: an amount, months, all in one line, or what it is for."""
    answers = dict(dialogue.answers)
    read = read_request(words)
    if read is not None and dialogue.step in {"amount", "months"}:
        answers |= {"amount": read.amount, "months": read.months}
        answers["words"] = read.words or answers.get("words", "")
    elif dialogue.step == "amount":
        answers["amount"] = _amount(words)
    elif dialogue.step == "months":
        answers["months"] = _months(words)
    else:
        answers["words"] = words[:WORDS_MAX]
    _show(tx, turn, replace(dialogue, answers=answers))


def spoken(file_id: str) -> Act:
    """A voice message in private: what the money is for, while she asks for a loan."""

    def act(tx: Tx, turn: Turn) -> None:
        dialogue = select_dialogue(tx, turn.actor.person_id)
        if dialogue is None or dialogue.kind != ASKING:
            herself.home(tx, turn)
            return
        _show(tx, turn, replace(dialogue, answers={**dialogue.answers, "voice": file_id}))

    return act


# --- what is kept and shown -----------------------------------------------------------------------


def _begun(turn: Turn, group: Group, member: Member) -> Dialogue:
    return Dialogue(turn.actor.person_id, ASKING, group.id, _FIELDS[0], {"member": member.id})


def _asking(tx: Tx, turn: Turn) -> Dialogue:
    dialogue = select_dialogue(tx, turn.actor.person_id)
    if dialogue is None or dialogue.kind != ASKING:
        raise NotFound
    return dialogue


def _show(tx: Tx, turn: Turn, dialogue: Dialogue) -> bool:
    """Keep what she has answered, and ask the next question or show it all.

    False where she has no chat with the bot.
    """
    funds = _funds(tx, dialogue.group_id)
    answers = dict(dialogue.answers)
    if len(funds) == 1:
        answers["fund"] = funds[0]
    step = next((field for field in _FIELDS if not answers.get(field)), "check")
    unread = bool(answers.pop("unread", False))
    upsert_dialogue(tx, replace(dialogue, step=step, answers=answers), at=turn.at)
    facts = _facts(tx, turn, answers)
    asked = _asked(answers)
    if asked is None:
        more: list[Json] = [*funds]
        return turn.show(tx, "loan_ask", **facts, step=step, unread=unread, funds=more)
    whose = (dialogue.group_id, str(answers["member"]))
    preview, found = loans.preview(tx, turn.actor, *whose, asked, at=turn.at)
    changes = ["fund"] if len(funds) > 1 else []
    return turn.show(tx, "loan_check", **facts, **_checked(preview, found), more=changes)


def _facts(tx: Tx, turn: Turn, answers: Answers) -> Answers:
    member = read_member(tx, str(answers["member"]))
    return {
        "number": member.number,
        "name": member.name,
        "for_other": member.person_id != turn.actor.person_id,
        "amount": answers.get("amount"),
        "months": answers.get("months"),
        "purpose": answers.get("purpose"),
        "fund": answers.get("fund"),
        "words": answers.get("words") or None,
        "has_voice": bool(answers.get("voice")),
    }


def _checked(preview: Preview, found: Eligibility) -> Answers:
    return {
        "instalments": len(preview.lines),
        "first": next((line.amount for line in preview.lines if line.amount), 0),
        "interest": sum(line.interest for line in preview.lines),
        "reasons": [
            [it.condition.value, it.has, it.asked, it.is_met, it.missing] for it in found.reasons
        ],
        "conduct_weeks_missing": found.conduct_weeks_missing,
        "conduct_replaces": found.conduct_replaces,
        "is_open": found.is_open,
    }


def _asked(answers: Mapping[str, Any]) -> Asked | None:
    """What she asks for; None while an answer is missing."""
    if not all(answers.get(field) for field in _FIELDS):
        return None
    return Asked(
        LoanFund(answers["fund"]),
        int(answers["amount"]),
        int(answers["months"]),
        Purpose(answers["purpose"]),
        str(answers.get("words") or ""),
        answers.get("voice"),
    )


def _funds(tx: Tx, group_id: str) -> list[str]:
    """The group's own money, and each other fund that has some to lend."""
    free = free_money(tx, group_id, select_loans_of_group(tx, group_id))
    return [fund.value for fund in LoanFund if fund is LoanFund.OWN or free[fund] > 0]


def _herself(tx: Tx, turn: Turn, group: Group) -> Member:
    """Her own membership, in which she may ask for a loan."""
    if people.standing_in(tx, turn.actor, group.id).member is None:
        raise NotAMember
    _, standing = look(tx, turn.actor, group.id, Right.ASK_LOAN)
    assert standing.member is not None, "only members may ask"
    return standing.member


# --- answers --------------------------------------------------------------------------------------


def _amount(words: str) -> int:
    paise = read_amount(words)
    if paise is None or paise % 100:
        raise BadAnswer("amount")
    return paise


def _months(words: str) -> int:
    digits = words.strip().translate(_LATIN)
    if not (digits.isascii() and digits.isdigit() and len(digits) < 3):
        raise BadAnswer("months")
    if not 0 < int(digits) <= MONTHS_MAX:
        raise BadAnswer("months")
    return int(digits)


def _purpose(value: str) -> str:
    if value not in set(Purpose):
        raise NotFound
    return value


def _fund(value: str) -> str:
    if value not in set(LoanFund):
        raise NotFound
    return value
