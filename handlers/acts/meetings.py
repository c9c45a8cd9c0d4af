"""Open a meeting from the chat, or record that it did not take place."""

from groups.founding.acts import founding, topics
from groups.meetings.acts import meetings
from groups.pages.acts import pinned_page
from groups.people.acts import persons as people
from groups.people.model.group import Group
from groups.people.model.refusals import NotAMember, NotFound
from handlers.callback_data import Tap
from handlers.turn import Act, ActContext, Answer
from storage.tx import Tx


def in_group(tx: Tx, turn: ActContext) -> Answer:
    """An office-bearer opens the meeting; the group gets a button to the register."""
    group = founding.group_in_chat(tx, turn.incoming.chat_id)
    if group is None:
        raise NotFound
    if not _opens(tx, turn, group):
        if not _tell_when(tx, turn, group):
            turn.say_in_group(tx, group.id, "go_private", token=group.start_token)
        return Answer(deletes=True)
    opened = meetings.open_meeting(tx, turn.actor, group.id, new_id=turn.new_id, at=turn.at)
    topics.speak_in(tx, turn.incoming.chat_id, turn.incoming.thread_id, at=turn.at)
    turn.say_in_group(
        tx,
        group.id,
        "meeting_open",
        meeting_id=opened.id,
        day=opened.day.isoformat(),
        token=group.start_token,
    )
    return Answer(deletes=True)


def in_private(tx: Tx, turn: ActContext) -> None:
    """An office-bearer opens the meeting in her private chat and gets the register's button."""
    group = people.group_of(tx, turn.actor)
    if group is None:
        raise NotAMember
    if not _opens(tx, turn, group):
        _tell_when(tx, turn, group)
        return
    opened = meetings.open_meeting(tx, turn.actor, group.id, new_id=turn.new_id, at=turn.at)
    turn.say(
        tx,
        "meeting_open",
        meeting_id=opened.id,
        day=opened.day.isoformat(),
        token=group.start_token,
    )


def _opens(tx: Tx, turn: ActContext, group: Group) -> bool:
    """Whether she opens meetings; who may not even read of them is refused as before."""
    return not meetings.only_reads_when(tx, turn.actor, group.id)


def _tell_when(tx: Tx, turn: ActContext, group: Group) -> bool:
    """Tell her alone when the group meets, and who opens the meeting."""
    page = pinned_page(tx, group.id, at=turn.at)
    assert page is not None, "she is in a group that has begun"
    return turn.say(
        tx,
        "meeting_when",
        name=group.name,
        is_open=page.is_meeting_open,
        day=page.next_meeting.isoformat(),
        minute=group.meeting_minute,
    )


def ask_drop(tap: Tap) -> Act:
    """Ask once more whether the meeting did not take place."""

    def act(tx: Tx, turn: ActContext) -> None:
        page = meetings.register(tx, turn.actor, tap.part(0), at=turn.at)
        turn.show(tx, "meeting_drop", meeting_id=page.meeting.id, day=page.meeting.day.isoformat())

    return act


def drop(tap: Tap) -> Act:
    """Record that the meeting did not take place."""

    def act(tx: Tx, turn: ActContext) -> None:
        dropped = meetings.drop(tx, turn.actor, tap.part(0), at=turn.at)
        turn.show(tx, "meeting_dropped", day=dropped.day.isoformat())

    return act
