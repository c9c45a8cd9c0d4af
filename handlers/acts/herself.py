"""What concerns a person alone: her home card, language, what is kept of her, help, privacy."""

from datetime import datetime
from typing import Any

from groups.deciding import acts as second_person
from groups.founding.acts import founding
from groups.joining.acts import joining, leaving
from groups.lending.acts import loan_clock as loan_days
from groups.people.acts import dialogues
from groups.people.acts import persons as people
from groups.people.model.group import Group
from groups.people.model.people import MemberState
from groups.people.model.refusals import AlreadyDecided, NotAMember
from groups.privacy import acts as privacy_acts
from handlers.acts import group_list
from handlers.callback_data import Tap
from handlers.turn import Act, Answer, Turn
from storage.tx import Tx


def home(tx: Tx, turn: Turn) -> None:
    """The card to begin from: her group's, a facilitator's groups, or how to begin at all."""
    group = people.group_of(tx, turn.actor)
    if group is not None:
        show_home(tx, turn, group)
    if privacy_acts.about_me(tx, turn.actor).is_facilitator:
        group_list.show(tx, turn, is_new=group is not None)
    elif group is None:
        turn.show(tx, "newcomer")


def show_home(tx: Tx, turn: Turn, group: Group) -> None:
    """Her group's card, with buttons for all that she does, in the place of what she tapped."""
    turn.show(tx, "home", **_home_facts(tx, turn, group))


def say_home(tx: Tx, turn: Turn, group: Group) -> None:
    """Her group's card as a new message."""
    turn.say(tx, "home", **_home_facts(tx, turn, group))


def cancel(tx: Tx, turn: Turn) -> None:
    """End the half-done dialogue."""
    dialogues.end(tx, turn.actor)
    home(tx, turn)


def help_(tx: Tx, turn: Turn) -> Answer | None:
    """What the bot does: three lines in a group, a little more in private."""
    if turn.incoming.is_private:
        turn.say(tx, "help")
        return None
    return in_group(tx, turn, "help_group")


def privacy(tx: Tx, turn: Turn) -> Answer | None:
    """What is kept, who sees it, and whom to ask."""
    if turn.incoming.is_private:
        turn.say(tx, "privacy", may_withdraw=leaving.may_withdraw(tx, turn.actor))
        return None
    return in_group(tx, turn, "go_private")


def about_me(tx: Tx, turn: Turn) -> None:
    """Everything that is recorded about her."""
    about = privacy_acts.about_me(tx, turn.actor)
    facts: dict[str, Any] = {
        "name": about.name,
        "has_account": about.has_account,
        "group": about.group.name if about.group else None,
        "village": about.group.village if about.group else None,
        "number": about.member.number if about.member else None,
        "state": about.member.state.value if about.member else None,
        "joined_day": about.joined_day.isoformat() if about.joined_day else None,
        "pin_day": about.pin_day.isoformat() if about.pin_day else None,
        "roles": [role.value for role in about.roles],
        "consents": [[it.act, it.how, _day(it.at)] for it in about.consents],
        "ties": [[it.other.number, it.other.name, it.tie.value] for it in about.ties],
        "counts": dict(about.counts),
        "is_facilitator": about.is_facilitator,
        "member_id": about.member.id if about.member else None,
        "group_id": about.group.id if about.group else None,
        "may_withdraw": leaving.may_withdraw(tx, turn.actor),
        "reminders": loan_days.has_reminders(tx, turn.actor),
    }
    turn.show(tx, "me", **facts)


def ask_leave(tap: Tap) -> Act:
    """Whether she really wants to leave her group."""

    def act(tx: Tx, turn: Turn) -> None:
        group = _group_to_leave(tx, turn, tap)
        turn.show(tx, "leave", group_id=group.id, group=group.name)

    return act


def leave(tap: Tap) -> Act:
    """She leaves her group, and takes her consent back."""

    def act(tx: Tx, turn: Turn) -> None:
        group = _group_to_leave(tx, turn, tap)
        joining.leave(tx, turn.actor, new_id=turn.new_id, at=turn.at)
        turn.show(tx, "you_left", group=group.name)

    return act


def ask_withdraw(tx: Tx, turn: Turn) -> None:
    """Whether she really takes her consent back."""
    turn.show(tx, "withdraw", **_withdrawn_facts(leaving.withdrawable(tx, turn.actor)))


def withdraw(tap: Tap) -> Act:
    """She takes her consent back: her name and words go, the books stand."""

    def act(tx: Tx, turn: Turn) -> None:
        gone = leaving.withdraw(tx, turn.actor, tap.part(0), new_id=turn.new_id, at=turn.at)
        turn.show(tx, "withdrawn", **_withdrawn_facts(gone))

    return act


def ask_language(tx: Tx, turn: Turn) -> Answer | None:
    """In which language she is spoken to."""
    if turn.incoming.is_private:
        turn.show(tx, "language")
        return None
    return in_group(tx, turn, "go_private")


def choose_language(tap: Tap) -> Act:
    """Speak this language to her from now on."""

    def act(tx: Tx, turn: Turn) -> None:
        people.choose_language(tx, turn.actor, tap.part(0), at=turn.at)
        home(tx, turn)

    return act


def in_group(tx: Tx, turn: Turn, kind: str) -> Answer:
    """A short word in the group, whose button leads to the private chat."""
    group = founding.group_in_chat(tx, turn.incoming.chat_id)
    if group is not None:
        founding.seen(tx, group.id, turn.actor.person_id)
        turn.say_in_group(tx, group.id, kind, token=group.start_token)
    return Answer(deletes=True)


def her_group(tx: Tx, turn: Turn) -> Group:
    """The group she means: the chat's, or her own; NotAMember without one."""
    if turn.incoming.is_private:
        group = people.group_of(tx, turn.actor)
    else:
        group = founding.group_in_chat(tx, turn.incoming.chat_id)
    if group is None:
        raise NotAMember
    return group


def _withdrawn_facts(found: leaving.Withdrawable) -> dict[str, Any]:
    return {
        "group_id": found.group_id,
        "group": found.group_name,
        "number": found.number,
        "savings": found.savings,
        "is_member": found.is_member,
    }


def _group_to_leave(tx: Tx, turn: Turn, tap: Tap) -> Group:
    """The group of the card, if it is still hers: an old card does not end a new membership."""
    group = people.group_of(tx, turn.actor)
    if group is None or group.id != tap.part(0):
        raise AlreadyDecided
    return group


def _home_facts(tx: Tx, turn: Turn, group: Group) -> dict[str, Any]:
    standing = people.standing_in(tx, turn.actor, group.id)
    member = standing.member
    return {
        "name": group.name,
        "number": member.number if member else 0,
        "state": (member.state if member else MemberState.LEFT).value,
        "group_state": group.state.value,
        "is_officer": bool(standing.roles),
        "roles": sorted(role.value for role in standing.roles),
        "meeting_day": group.meeting_day,
        "meeting_minute": group.meeting_minute,
        "token": group.start_token,
        "group_id": group.id,
        "waits": second_person.count_mine(tx, turn.actor, group.id),
    }


def _day(at: datetime) -> str:
    return at.date().isoformat()
