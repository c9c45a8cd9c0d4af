"""A person's start: her home card, her language, help, and the link to her private chat."""

from typing import Any

from groups.deciding import acts as second_person
from groups.founding.acts import founding
from groups.people.acts import dialogues
from groups.people.acts import persons as people
from groups.people.model.group import Group
from groups.people.model.people import MemberState
from groups.people.model.refusals import NotAMember
from groups.privacy.acts import about_me
from handlers.acts import programme_groups
from handlers.callback_data import Tap
from handlers.turn import Act, ActContext, Answer
from storage.tx import Tx


def home(tx: Tx, turn: ActContext) -> None:
    """Show her home: her group's card, a facilitator's groups, or how to begin."""
    group = people.group_of(tx, turn.actor)
    if group is not None:
        show_home(tx, turn, group)
    if about_me(tx, turn.actor).is_facilitator:
        programme_groups.show(tx, turn, is_new=group is not None)
    elif group is None:
        _show_newcomer(tx, turn, is_link_old=False)


def link_is_old(tx: Tx, turn: ActContext) -> None:
    """Say that the link she followed leads nowhere, what Saakh is, and how to get a new link."""
    _show_newcomer(tx, turn, is_link_old=True)


def _show_newcomer(tx: Tx, turn: ActContext, *, is_link_old: bool) -> None:
    place = people.place_of(tx, turn.actor).value
    turn.show(tx, "newcomer", place=place, is_link_old=is_link_old)


def show_home(tx: Tx, turn: ActContext, group: Group) -> None:
    """Show her group's card in place of the card she tapped."""
    turn.show(tx, "home", **_home_facts(tx, turn, group))


def say_home(tx: Tx, turn: ActContext, group: Group) -> None:
    """Send her group's card as a new message."""
    turn.say(tx, "home", **_home_facts(tx, turn, group))


def cancel(tx: Tx, turn: ActContext) -> None:
    """End her open dialogue and show her home."""
    dialogues.end(tx, turn.actor)
    home(tx, turn)


def help_(tx: Tx, turn: ActContext) -> Answer | None:
    """Say what the bot does: three lines in a group, a little more in private."""
    if turn.incoming.is_private:
        group = people.group_of(tx, turn.actor)
        roles = people.actor_roles_in(tx, turn.actor, group.id).roles if group else frozenset()
        place = people.place_of(tx, turn.actor).value
        turn.say(tx, "help", place=place, is_officer=bool(roles))
        return None
    return in_group(tx, turn, "help_group")


def ask_language(tx: Tx, turn: ActContext) -> Answer | None:
    """Ask for the language of her messages."""
    if turn.incoming.is_private:
        turn.show(tx, "language")
        return None
    return in_group(tx, turn, "go_private")


def choose_language(tap: Tap) -> Act:
    """Set the language of her messages."""

    def act(tx: Tx, turn: ActContext) -> None:
        people.choose_language(tx, turn.actor, tap.part(0))
        home(tx, turn)

    return act


def in_group(tx: Tx, turn: ActContext, kind: str) -> Answer:
    """Send the group a short message whose button opens the private chat."""
    group = founding.group_in_chat(tx, turn.incoming.chat_id)
    if group is not None:
        founding.seen(tx, group.id, turn.actor.person_id)
        turn.say_in_group(tx, group.id, kind, token=group.start_token)
    return Answer(deletes=True)


def her_group(tx: Tx, turn: ActContext) -> Group:
    """The group of this chat, in private her own group; NotAMember if there is none."""
    if turn.incoming.is_private:
        group = people.group_of(tx, turn.actor)
    else:
        group = founding.group_in_chat(tx, turn.incoming.chat_id)
    if group is None:
        raise NotAMember
    return group


def _home_facts(tx: Tx, turn: ActContext, group: Group) -> dict[str, Any]:
    actor_roles = people.actor_roles_in(tx, turn.actor, group.id)
    member = actor_roles.member
    waits = member is not None and member.state is MemberState.WAITING
    return {
        "name": group.name,
        "number": member.number if member and not waits else 0,
        "state": (member.state if member else MemberState.LEFT).value,
        "group_state": group.state.value,
        "is_officer": bool(actor_roles.roles),
        "roles": sorted(role.value for role in actor_roles.roles),
        "meeting_day": None if waits else group.meeting_day,
        "meeting_minute": None if waits else group.meeting_minute,
        "token": group.start_token,
        "group_id": group.id,
        "waits": second_person.count_mine(tx, turn.actor, group.id),
    }
