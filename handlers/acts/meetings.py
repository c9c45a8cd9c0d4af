"""Starting the meeting from the chat; the register itself is in the mini-app."""

from groups.founding.acts import founding, topics
from groups.meetings.acts import meetings
from groups.people.acts import persons as people
from groups.people.model.refusals import NotAMember, NotFound
from handlers.callback_data import Tap
from handlers.turn import Act, ActContext, Answer
from storage.tx import Tx


def in_group(tx: Tx, turn: ActContext) -> Answer:
    """An office-bearer opens the meeting; the register's button stands in the group."""
    group = founding.group_in_chat(tx, turn.incoming.chat_id)
    if group is None:
        raise NotFound
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
    """The same in her private chat, where the button opens the register at once."""
    group = people.group_of(tx, turn.actor)
    if group is None:
        raise NotAMember
    opened = meetings.open_meeting(tx, turn.actor, group.id, new_id=turn.new_id, at=turn.at)
    turn.say(
        tx,
        "meeting_open",
        meeting_id=opened.id,
        day=opened.day.isoformat(),
        token=group.start_token,
    )


def ask_drop(tap: Tap) -> Act:
    """Whether the meeting really did not take place."""

    def act(tx: Tx, turn: ActContext) -> None:
        page = meetings.register(tx, turn.actor, tap.part(0), at=turn.at)
        turn.show(tx, "meeting_drop", meeting_id=page.meeting.id, day=page.meeting.day.isoformat())

    return act


def drop(tap: Tap) -> Act:
    """The meeting did not take place."""

    def act(tx: Tx, turn: ActContext) -> None:
        dropped = meetings.drop(tx, turn.actor, tap.part(0), at=turn.at)
        turn.show(tx, "meeting_dropped", day=dropped.day.isoformat())

    return act
