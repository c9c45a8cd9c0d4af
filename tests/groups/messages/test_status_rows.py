"""The pinned message: wanted, shown, and wanted again."""

from datetime import timedelta

from groups.founding.acts import founding
from groups.messages.model import WantedStatus
from groups.messages.store import pinned_message as status
from tests.groups.hamlet import BEGIN, CHAT, Hamlet


async def group_id(hamlet: Hamlet) -> str:
    return (await hamlet.add_bot()).group.id


async def one_wanted(hamlet: Hamlet) -> WantedStatus:
    [wanted] = await hamlet.read(status.select_wanted)
    return wanted


async def test_asking_twice_is_asking_once(hamlet: Hamlet) -> None:
    group = await group_id(hamlet)
    for _ in range(2):
        await hamlet.write(status.upsert_wanted, group, BEGIN)

    assert (await one_wanted(hamlet)).group_id == group


async def test_what_is_shown_is_wanted_no_more(hamlet: Hamlet) -> None:
    group = await group_id(hamlet)
    await hamlet.write(status.upsert_wanted, group, BEGIN)
    await hamlet.write(status.update_shown, group, CHAT, 42, "digest", True)

    assert await hamlet.read(status.select_wanted) == ()


async def test_the_message_that_stands_is_known_when_it_is_wanted_again(hamlet: Hamlet) -> None:
    group = await group_id(hamlet)
    await hamlet.write(status.upsert_wanted, group, BEGIN)
    await hamlet.write(status.update_shown, group, CHAT, 42, "digest", True)
    await hamlet.write(status.upsert_wanted, group, BEGIN + timedelta(hours=1))
    wanted = await one_wanted(hamlet)

    assert (wanted.message_id, wanted.is_pinned, wanted.shown, wanted.can_pin) == (
        42,
        True,
        "digest",
        True,
    )


async def test_what_was_wanted_again_while_it_was_rendered_stays_wanted(hamlet: Hamlet) -> None:
    group = await group_id(hamlet)
    await hamlet.write(status.upsert_wanted, group, BEGIN)
    rendered = await one_wanted(hamlet)
    await hamlet.write(status.upsert_wanted, group, BEGIN)
    await hamlet.write(
        status.update_shown, group, CHAT, 42, "digest", True, wanted_at=rendered.wanted_at
    )

    assert (await one_wanted(hamlet)).message_id == 42


async def test_what_was_not_wanted_again_is_done(hamlet: Hamlet) -> None:
    group = await group_id(hamlet)
    await hamlet.write(status.upsert_wanted, group, BEGIN)
    rendered = await one_wanted(hamlet)
    await hamlet.write(
        status.update_shown, group, CHAT, 42, "digest", True, wanted_at=rendered.wanted_at
    )

    assert await hamlet.read(status.select_wanted) == ()


async def test_in_the_supergroup_no_message_stands_yet(hamlet: Hamlet) -> None:
    group = await group_id(hamlet)
    await hamlet.write(status.upsert_wanted, group, BEGIN)
    await hamlet.write(status.update_shown, group, CHAT, 42, "digest", True)
    await hamlet.write(founding.chat_moved, CHAT, -1007, BEGIN)
    wanted = await one_wanted(hamlet)

    assert (wanted.chat_id, wanted.message_id, wanted.is_pinned, wanted.shown) == (
        -1007,
        None,
        False,
        "",
    )


async def test_a_group_without_a_chat_is_shown_nothing(hamlet: Hamlet) -> None:
    group = await group_id(hamlet)
    await hamlet.write(status.upsert_wanted, group, BEGIN)
    await hamlet.write(founding.bot_rights, CHAT, "gone", False, False, BEGIN)

    assert await hamlet.read(status.select_wanted) == ()
