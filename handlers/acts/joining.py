"""Join a group in private: the notice, her consent, her age, her kin, her household."""

from groups.joining.acts import joining
from groups.joining.model import AlreadyMember, Joined
from groups.messages.model import Json
from groups.people.acts import dialogues
from groups.people.acts import persons as people
from groups.people.model.dialogue import Dialogue
from groups.people.model.people import Name, Tie
from groups.people.model.refusals import BadAnswer, NotFound
from groups.privacy.acts import about_me
from handlers.acts import herself
from handlers.callback_data import Tap
from handlers.turn import Act, ActContext, Answer
from storage.tx import Tx

ADDING = "add_member"  # the dialogue of an office-bearer who adds a member without a phone


def begin(token: str, *, is_in_chat: bool | None = None) -> Act:
    """She followed the Join link: show the notice, or her group's card if she is a member."""

    def act(tx: Tx, turn: ActContext) -> None:
        outcome = joining.ask(tx, turn.actor, token, is_in_chat=is_in_chat, at=turn.at)
        if isinstance(outcome, AlreadyMember):
            herself.show_home(tx, turn, outcome.group)
            return
        group = outcome.group
        turn.show(
            tx,
            "join_notice",
            group_id=group.id,
            name=group.name,
            village=group.village if outcome.is_seen else None,
            saving=group.saving if outcome.is_seen else None,
            notice=outcome.notice_version,
        )

    return act


def agree(tap: Tap) -> Act:
    """She agrees to the notice: record it and ask for her age."""

    def act(tx: Tx, turn: ActContext) -> None:
        question = joining.agree(tx, turn.actor, tap.part(0), at=turn.at)
        turn.show(
            tx,
            "join_age",
            group_id=question.group.id,
            name=question.group.name,
            age_min=question.age_min,
        )

    return act


def saves(tap: Tap) -> bool:
    """Whether a tap makes her a member, so that Telegram is asked first whether she is there."""
    return tap.verb == "adult"


def confirm_age(tap: Tap, *, is_adult: bool, is_in_chat: bool | None = None) -> Act:
    """She says whether she is of age; an adult gets her number in the group."""

    def act(tx: Tx, turn: ActContext) -> None:
        joined = joining.confirm_adult(
            tx,
            turn.actor,
            tap.part(0),
            is_adult,
            is_in_chat=is_in_chat,
            new_id=turn.new_id,
            at=turn.at,
        )
        turn.show(
            tx,
            "joined",
            name=joined.group.name,
            number=None if joined.waits else joined.member.number,
            waits=joined.waits,
        )
        _ask_first_tie(tx, turn, joined)

    return act


def toggle_tie(tap: Tap) -> Act:
    """She tapped a sister on the board of kin or household: declare the tie, or end it."""
    member_id = tap.part(1)

    def act(tx: Tx, turn: ActContext) -> Answer | None:
        tie = _tie(tap.part(0))
        is_tied = member_id in _tied(tx, turn, tie)
        change = joining.end_tie if is_tied else joining.declare_tie
        declared = change(tx, turn.actor, member_id, tie, new_id=turn.new_id, at=turn.at)
        if declared.waits:
            return Answer("alerts/tie_waits", {"name": declared.other.name}, is_modal=True)
        _show_ties(tx, turn, tie)
        return None

    return act


def ties_done(tap: Tap) -> Act:
    """She finished a board: show the next board, or end the joining."""

    def act(tx: Tx, turn: ActContext) -> None:
        if _tie(tap.part(0)) is Tie.KIN:
            _show_ties(tx, turn, Tie.HOUSEHOLD)
            return
        _finish(tx, turn)

    return act


# --- a member without a phone -------------------------------------------------------------------


def ask_name(tx: Tx, turn: ActContext) -> None:
    """An office-bearer adds a member without a phone; she writes the name next."""
    group = joining.to_add(tx, turn.actor)
    dialogues.begin(tx, turn.actor, ADDING, group_id=group.id, step="name", at=turn.at)
    turn.show(tx, "add_member", name=group.name)


def add_named(tx: Tx, turn: ActContext, dialogue: Dialogue, name: str) -> None:
    """Add the member with the name she wrote; a second person must confirm."""
    added = joining.add_without_phone(
        tx, turn.actor, dialogue.group_id, name, None, new_id=turn.new_id, at=turn.at
    )
    dialogues.end(tx, turn.actor)
    turn.say(
        tx,
        "member_added",
        member_id=added.member.id,
        name=added.member.name,
        number=added.member.number,
    )


# --- boards of ties -----------------------------------------------------------------------------


def _ask_first_tie(tx: Tx, turn: ActContext, joined: Joined) -> None:
    if joined.others:
        turn.say(tx, "join_ties", **_ties_facts(tx, turn, Tie.KIN, joined.others))
    else:
        joining.finish(tx, turn.actor)
        herself.say_home(tx, turn, joined.group)


def _show_ties(tx: Tx, turn: ActContext, tie: Tie) -> None:
    others = joining.others(tx, turn.actor)
    turn.show(tx, "join_ties", **_ties_facts(tx, turn, tie, others))


def _tied(tx: Tx, turn: ActContext, tie: Tie) -> set[str]:
    ties = about_me(tx, turn.actor).ties
    return {line.other.member_id for line in ties if line.tie is tie}


def _ties_facts(tx: Tx, turn: ActContext, tie: Tie, others: tuple[Name, ...]) -> dict[str, Json]:
    tied = _tied(tx, turn, tie)
    rows: list[Json] = [[it.member_id, it.number, it.name, it.member_id in tied] for it in others]
    return {"tie": tie.value, "others": rows}


def _finish(tx: Tx, turn: ActContext) -> None:
    joining.finish(tx, turn.actor)
    group = people.group_of(tx, turn.actor)
    if group is None:
        raise NotFound
    herself.show_home(tx, turn, group)


def _tie(code: str) -> Tie:
    if code not in set(Tie):
        raise BadAnswer("tie")
    return Tie(code)


def nothing(_tap: Tap) -> Act:
    """She declines for now: take the card away and record nothing."""

    def act(tx: Tx, turn: ActContext) -> Answer:
        turn.show(tx, "dismissed")
        return Answer("alerts/nothing_recorded")

    return act
