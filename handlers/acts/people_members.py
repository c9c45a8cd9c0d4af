"""The members of a group, for office-bearers and the facilitator: names, freezing, leaving."""

from typing import Final

from groups.joining.acts import confirming, joining, leaving
from groups.messages.model import Json
from groups.people.acts import dialogues, own_kin, roster
from groups.people.acts import persons as people
from groups.people.model.dialogue import Dialogue
from handlers.callback_data import Tap
from handlers.turn import Act, ActContext, Answer
from storage.tx import Tx

RENAMING: Final = "rename"  # the dialogue in which she writes a corrected name


def show_list(tx: Tx, turn: ActContext, group_id: str) -> None:
    """Show all members of the group; each name opens the member's card."""
    roster_page = roster.members(tx, turn.actor, group_id)
    rows: list[Json] = [[it.id, it.number, it.name, it.state.value] for it in roster_page.members]
    turn.show(
        tx,
        "members",
        group_id=roster_page.group.id,
        name=roster_page.group.name,
        village=roster_page.group.village,
        rows=rows,
        may_add=roster_page.may_add,
    )


def list_(tap: Tap) -> Act:
    """Show the list of members."""
    return lambda tx, turn: show_list(tx, turn, tap.part(0))


def look_at(tap: Tap) -> Act:
    """Show the card of the member whose name she tapped."""
    return lambda tx, turn: _show_card(tx, turn, tap.part(0))


def freeze(tap: Tap) -> Act:
    """A facilitator freezes a membership."""

    def act(tx: Tx, turn: ActContext) -> None:
        joining.freeze(tx, turn.actor, tap.part(0), new_id=turn.new_id, at=turn.at)
        _show_card(tx, turn, tap.part(0))

    return act


def thaw(tap: Tap) -> Act:
    """A facilitator ends the freezing of a membership."""

    def act(tx: Tx, turn: ActContext) -> None:
        joining.thaw(tx, turn.actor, tap.part(0), new_id=turn.new_id, at=turn.at)
        _show_card(tx, turn, tap.part(0))

    return act


def give_say(tap: Tap) -> Act:
    """A facilitator confirms a member who was in no meeting yet."""

    def act(tx: Tx, turn: ActContext) -> None:
        confirming.give_say(tx, turn.actor, tap.part(0), new_id=turn.new_id, at=turn.at)
        _show_card(tx, turn, tap.part(0))

    return act


def ask_leaving(tap: Tap, *, erases: bool = False, is_dead: bool = False) -> Act:
    """Ask for an approval that a member without a phone leaves the group.

    `erases`: she also takes her consent back, so her name is erased. `is_dead`: she has died.
    """

    def act(tx: Tx, turn: ActContext) -> Answer:
        member_id = tap.part(0)
        leaving.ask(
            tx,
            turn.actor,
            member_id,
            erases=erases,
            is_dead=is_dead,
            new_id=turn.new_id,
            at=turn.at,
        )
        card = roster.card(tx, turn.actor, member_id)
        return Answer("alerts/tie_waits", {"name": card.member.name}, is_modal=True)

    return act


def ask_name(tap: Tap) -> Act:
    """Ask for the corrected name of a member; it is written next."""

    def act(tx: Tx, turn: ActContext) -> None:
        member = roster.to_rename(tx, turn.actor, tap.part(0))
        dialogues.begin(
            tx,
            turn.actor,
            RENAMING,
            group_id=member.group_id,
            step="name",
            answers={"member_id": member.id},
            at=turn.at,
        )
        turn.say(tx, "rename", name=member.name, number=member.number)

    return act


def renamed(tx: Tx, turn: ActContext, dialogue: Dialogue, name: str) -> None:
    """Correct the member's name to what was written."""
    member_id = str(dialogue.answers["member_id"])
    member = people.correct_name(tx, turn.actor, member_id, name, at=turn.at)
    dialogues.end(tx, turn.actor)
    turn.say(tx, "renamed", name=member.name, number=member.number)


def ask_own_kin(tap: Tap) -> Act:
    """Ask a facilitator once more whether a member is her kin."""

    def act(tx: Tx, turn: ActContext) -> None:
        member = own_kin.to_tell(tx, turn.actor, tap.part(0))
        shown = {"member_id": member.id, "name": member.name, "number": member.number}
        turn.show(tx, "member_own_kin", **shown)

    return act


def tell_own_kin(tap: Tap) -> Act:
    """A facilitator says that a member is her kin; another one looks after the group then."""

    def act(tx: Tx, turn: ActContext) -> None:
        kin = own_kin.tell(tx, turn.actor, tap.part(0), at=turn.at)
        shown = {"name": kin.member.name, "group": kin.group.name, "has_other": kin.has_other}
        turn.show(tx, "member_own_kin_told", **shown)

    return act


def _show_card(tx: Tx, turn: ActContext, member_id: str) -> None:
    card = roster.card(tx, turn.actor, member_id)
    member = card.member
    turn.show(
        tx,
        "member",
        group_id=card.group.id,
        member_id=member.id,
        group=card.group.name,
        number=member.number,
        name=member.name,
        state=member.state.value,
        phone=member.phone.value,
        joined_day=member.joined_day.isoformat(),
        may_rename=card.may_rename,
        may_freeze=card.may_freeze,
        may_thaw=card.may_thaw,
        may_give_say=card.may_give_say,
        may_ask_leaving=card.may_ask_leaving,
        may_tell_death=card.may_tell_death,
        may_make_code=card.may_make_code,
        may_tell_ties=card.may_tell_ties,
        may_propose_loan=card.may_propose_loan,
        may_tell_own_kin=card.may_tell_own_kin,
    )
