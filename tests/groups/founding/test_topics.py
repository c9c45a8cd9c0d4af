"""The topic of a forum: minutes and standing go to the topic where a meeting was last opened."""

import pytest

from groups.founding.acts import founding, topics
from groups.messages.store import pinned_message as status
from groups.people.store.groups import select_chat
from tests.groups.hamlet import CHAT, Hamlet


async def topic(hamlet: Hamlet) -> int | None:
    """Return the topic to which the group's messages go."""
    chat = await hamlet.read(select_chat, CHAT)
    assert chat is not None
    return chat.thread_id


async def test_a_group_is_spoken_to_where_it_meets(hamlet: Hamlet) -> None:
    await hamlet.village()

    answers = [await hamlet.write(topics.speak_in, CHAT, 7, at=hamlet.at()) for _ in range(2)]

    assert (answers, await topic(hamlet)) == ([True, False], 7)


async def test_its_standing_moves_to_the_new_topic(hamlet: Hamlet) -> None:
    group, _ = await hamlet.village()
    await hamlet.write(status.update_shown, group.id, CHAT, 5, "digest", True)

    await hamlet.write(topics.speak_in, CHAT, 7, at=hamlet.at())

    [wanted] = await hamlet.read(status.select_wanted)
    assert (wanted.thread_id, wanted.message_id, wanted.left_behind) == (7, None, 5)


async def test_what_stands_in_the_topic_is_edited_there(hamlet: Hamlet) -> None:
    group, _ = await hamlet.village()
    await hamlet.write(topics.speak_in, CHAT, 7, at=hamlet.at())
    await hamlet.write(status.update_shown, group.id, CHAT, 5, "digest", True, thread_id=7)

    await hamlet.write(status.upsert_wanted, group.id, hamlet.at())

    [wanted] = await hamlet.read(status.select_wanted)
    assert (wanted.message_id, wanted.left_behind) == (5, None)


async def test_a_topic_that_is_closed_is_left(hamlet: Hamlet) -> None:
    await hamlet.village()
    await hamlet.write(topics.speak_in, CHAT, 7, at=hamlet.at())

    answers = [await hamlet.write(topics.closed, CHAT, 7, at=hamlet.at()) for _ in range(2)]

    assert (answers, await topic(hamlet)) == ([True, False], None)


@pytest.mark.both_engines
async def test_a_chat_that_put_the_bot_out_has_no_topic(hamlet: Hamlet) -> None:
    await hamlet.village()
    await hamlet.write(founding.bot_rights, CHAT, "gone", False, False, hamlet.at())

    assert not await hamlet.write(topics.speak_in, CHAT, 7, at=hamlet.at())


async def test_a_chat_that_nobody_knows_has_no_topic(hamlet: Hamlet) -> None:
    answers = [
        await hamlet.write(topics.speak_in, -4711, 7, at=hamlet.at()),
        await hamlet.write(topics.closed, -4711, 7, at=hamlet.at()),
    ]

    assert answers == [False, False]
