"""Give vouches: the board in the group, and a member's own board in private."""

from typing import Any, Literal

from groups.founding.acts import founding
from groups.people.acts import persons as people
from groups.people.model.refusals import NotAMember, NotFound
from groups.vouches.acts import vouching
from groups.vouches.model.refusals import NotASister
from groups.vouches.model.vouch import MyBoard, VouchGiven
from handlers.callback_data import Tap
from handlers.turn import Act, ActContext, Answer
from storage.tx import Tx

WhoWrote = int | Literal["bot", "hidden"]  # a Telegram id, or why no member's id is known


def in_group(tx: Tx, turn: ActContext) -> Answer:
    """Post the board of names in the group; each tap is answered to that person alone."""
    group = founding.group_in_chat(tx, turn.incoming.chat_id)
    if group is None:
        raise NotFound
    board = vouching.board(tx, turn.actor, group.id)
    names = [[it.member_id, it.number, it.name] for it in board.names]
    turn.say_in_group(
        tx, group.id, "board", group_id=group.id, token=group.start_token, names=names
    )
    return Answer(deletes=True)


def as_reply(wrote: WhoWrote) -> Act:
    """Vouch for the member to whose message she replied with /vouch; answer her alone."""

    def act(tx: Tx, turn: ActContext) -> Answer:
        group = founding.group_in_chat(tx, turn.incoming.chat_id)
        if group is None:
            raise NotFound
        try:
            given = _give_to(tx, turn, group.id, wrote)
        except NotFound:
            _tell_newcomer(tx, turn, group.id)
            raise
        if not turn.say(tx, "alerts/vouch_given", **_facts_of(given)):
            turn.say_in_group(tx, group.id, "go_private", token=group.start_token)
        return Answer(deletes=True)

    return act


def _give_to(tx: Tx, turn: ActContext, group_id: str, wrote: WhoWrote) -> VouchGiven:
    if isinstance(wrote, str):
        vouching.board(tx, turn.actor, group_id)  # who may not vouch gets that refusal first
        raise NotASister(wrote)
    member_id = vouching.sister_who_wrote(tx, turn.actor, group_id, wrote)
    return vouching.give(tx, turn.actor, group_id, member_id, new_id=turn.new_id, at=turn.at)


def in_private(tx: Tx, turn: ActContext) -> None:
    """Show her own board: for whom she vouches, and how many beads she has left."""
    group = people.group_of(tx, turn.actor)
    if group is None:
        raise NotAMember
    show_board(tx, turn, group.id)


def show_board(tx: Tx, turn: ActContext, group_id: str) -> None:
    """Show her own board in place of the card she tapped, or send it."""
    _show(tx, turn, vouching.my_board(tx, turn.actor, group_id, at=turn.at))


def _show(tx: Tx, turn: ActContext, board: MyBoard) -> None:
    turn.show(
        tx,
        "my_board",
        group_id=board.group_id,
        rows=[[it.member_id, it.number, it.name, it.stands] for it in board.rows],
        beads_left=board.beads_left,
        beads=board.beads,
        counts=board.counts,
        voice_weeks=board.voice_weeks,
        rests=board.rests,
    )


def give_on_board(tap: Tap) -> Act:
    """Vouch for the tapped name on the group's board; an alert answers her alone."""
    group_id, member_id = tap.part(0), tap.part(1)

    def act(tx: Tx, turn: ActContext) -> Answer:
        try:
            given = vouching.give(
                tx, turn.actor, group_id, member_id, new_id=turn.new_id, at=turn.at
            )
        except NotFound:
            _tell_newcomer(tx, turn, group_id)
            raise
        return _given(given)

    return act


def _tell_newcomer(tx: Tx, turn: ActContext, group_id: str) -> None:
    """Raise NotAMember for a person in the group's chat who has not joined the group."""
    group = founding.group_in_chat(tx, turn.incoming.chat_id)
    if group is None or group.id != group_id:
        return
    if people.actor_roles_in(tx, turn.actor, group_id).member is None:
        raise NotAMember


def give_in_private(tap: Tap) -> Act:
    """Vouch for the tapped name on her own board."""
    group_id, member_id = tap.part(0), tap.part(1)

    def act(tx: Tx, turn: ActContext) -> Answer:
        given, board = vouching.give_and_see(
            tx, turn.actor, group_id, member_id, new_id=turn.new_id, at=turn.at
        )
        _show(tx, turn, board)
        return _given(given)

    return act


def look_at_mine(tap: Tap) -> Act:
    """Show her vouch for the tapped name, to renew it or take it back."""
    group_id, member_id = tap.part(0), tap.part(1)

    def act(tx: Tx, turn: ActContext) -> None:
        board = vouching.my_board(tx, turn.actor, group_id, at=turn.at)
        row = next((it for it in board.rows if it.member_id == member_id), None)
        if row is None or row.until_day is None:
            show_board(tx, turn, group_id)
            return
        turn.show(
            tx,
            "my_vouch",
            group_id=group_id,
            member_id=member_id,
            name=row.name,
            until_day=row.until_day.isoformat(),
            renew=row.may_renew,
            days=board.days,
        )

    return act


def renew(tap: Tap) -> Act:
    """Renew her vouch for the charter's full days."""
    group_id, member_id = tap.part(0), tap.part(1)

    def act(tx: Tx, turn: ActContext) -> Answer:
        given = vouching.renew(tx, turn.actor, group_id, member_id, new_id=turn.new_id, at=turn.at)
        show_board(tx, turn, group_id)
        return _given(given)

    return act


def take_back(tap: Tap) -> Act:
    """Take her vouch back; nobody is told."""
    group_id, member_id = tap.part(0), tap.part(1)

    def act(tx: Tx, turn: ActContext) -> Answer:
        taken = vouching.withdraw(
            tx, turn.actor, group_id, member_id, new_id=turn.new_id, at=turn.at
        )
        show_board(tx, turn, group_id)
        facts = {"name": taken.name, "beads_left": taken.beads_left, "beads": taken.beads}
        return Answer("alerts/vouch_taken", facts, is_modal=True)

    return act


def board_again(tap: Tap) -> Act:
    """Go back to her own board."""
    group_id = tap.part(0)

    def act(tx: Tx, turn: ActContext) -> None:
        if group_id:
            show_board(tx, turn, group_id)
        else:
            in_private(tx, turn)

    return act


def _given(given: VouchGiven) -> Answer:
    return Answer("alerts/vouch_given", _facts_of(given), is_modal=True)


def _facts_of(given: VouchGiven) -> dict[str, Any]:
    return {
        "name": given.name,
        "until_day": given.until_day.isoformat(),
        "beads_left": given.beads_left,
        "beads": given.beads,
        "is_new": given.is_new,
        "is_renewed": given.is_renewed,
        "counts": given.counts,
        "voice_weeks": given.voice_weeks,
        "counts_from": given.counts_from.isoformat(),
    }
