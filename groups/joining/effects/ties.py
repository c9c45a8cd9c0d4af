"""Change a tie: on her own word while she joins, else by request; the group is locked.

Whom it ties is told of it. A facilitator's tie is never changed on another's word alone: it decides
which groups she may look after.
"""

from groups.approvals.effects import ask_second
from groups.calendar.rules.days import day_in
from groups.joining.facts.approvals import KINSHIP
from groups.joining.model import JOIN, TieDeclared
from groups.messages.effects import say_to_person
from groups.messages.model import Facts
from groups.people.effects.records import record_tie
from groups.people.model.deed import Deed
from groups.people.model.people import Member, Name, Pair, Tie, pair_of
from groups.people.store.dialogues import select_dialogue
from groups.people.store.facilitators import select_facilitator
from groups.people.store.kinships import (
    TieAct,
    is_tied,
    select_ties_of,
    select_ties_of_her_word,
)
from storage.tx import Tx


def change_tie(tx: Tx, deed: Deed, of: Member, other: Member, *, tie: Tie, act: str) -> TieDeclared:
    """Declare or end a tie between two members: at once while `of` joins, else by a request.

    At once she ends only what she herself declared and nobody has confirmed.
    """
    group_id = deed.group.id
    pair = pair_of(of.id, other.id)
    name = Name(other.id, other.number, other.name)
    if is_tied(tx, group_id, pair, tie) is (act == "declared"):
        return TieDeclared(name, tie, waits=False, is_new=False)
    is_her_word = (
        select_facilitator(tx, other.person_id) is None
        if act == "declared"
        else (pair, tie) in select_ties_of_her_word(tx, group_id, of.id)
    )
    if is_her_word and _comes_in(tx, deed, of):
        _insert(tx, deed, pair, tie, act)
        if act == "declared":
            say_tie(tx, deed, other, of, tie=tie, act=act)
        return TieDeclared(name, tie, waits=False, is_new=True)
    body = {"act": act, "one_id": pair.one_id, "other_id": pair.other_id, "tie": tie.value}
    subject = f"{pair.one_id}:{pair.other_id}:{tie.value}"
    asked = ask_second(tx, deed, KINSHIP, subject, body)
    return TieDeclared(name, tie, waits=True, is_new=asked.is_new)


def say_tie(tx: Tx, deed: Deed, to: Member, other: Member, *, tie: Tie, act: str) -> None:
    """Notify a member that she and another stand as tied, or no longer."""
    facts: Facts = {
        "name": other.name,
        "number": other.number,
        "tie": tie.value,
        "act": act,
        "group": deed.group.name,
    }
    key = f"tie:{to.id}:{other.id}:{tie}:{act}:{deed.at.isoformat()}"
    say_to_person(tx, to.person_id, "joining_tie", facts, key=key, at=deed.at)


def copy_ties(tx: Tx, deed: Deed, gone: Member, kept_member: Member) -> None:
    """Give a merged record's ties to the record that is kept, except a tie to herself."""
    for other_id, tie in select_ties_of(tx, deed.group.id, gone.id):
        if other_id != kept_member.id and not is_tied(
            tx, deed.group.id, pair_of(kept_member.id, other_id), tie
        ):
            _insert(tx, deed, pair_of(kept_member.id, other_id), tie, "declared")


def _insert(tx: Tx, deed: Deed, pair: Pair, tie: Tie, act: str) -> None:
    """Record a tie that nobody needs to confirm."""
    happened = TieAct(
        id=deed.new_id(),
        group_id=deed.group.id,
        pair=pair,
        kind=tie,
        act=act,
        by_id=deed.by_id,
        second_id=None,
    )
    record_tie(tx, happened, at=deed.at)


def _comes_in(tx: Tx, deed: Deed, of: Member) -> bool:
    """Whether she declares it herself while she joins; for another it takes a second person."""
    if of.id != deed.by_id:
        return False
    dialogue = select_dialogue(tx, of.person_id)
    is_joining = dialogue is not None and (dialogue.kind, dialogue.group_id) == (JOIN, of.group_id)
    # A joining that she never finishes ends with the day.
    return is_joining and of.joined_day == day_in(deed.group.zone, deed.at)
