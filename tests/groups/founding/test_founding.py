"""A group starts: the bot joins the chat, the set-up, the admission."""

from groups.founding.acts import founding
from groups.messages.store.pinned_message import select_wanted
from groups.people.model.group import GroupState
from groups.people.model.people import Actor
from tests.groups.hamlet import CHAT, Hamlet

# --- the bot in the chat ------------------------------------------------------------------------


async def test_a_new_chat_begins_a_group_with_the_chats_title(hamlet: Hamlet) -> None:
    added = await hamlet.add_bot()

    assert (added.is_new, added.group.state, added.group.name, added.group.saving) == (
        True,
        GroupState.NEW,
        "Ekta samuh",
        20_00,
    )


async def test_the_group_is_greeted_once(hamlet: Hamlet) -> None:
    added = await hamlet.add_bot()
    await hamlet.add_bot()

    assert await hamlet.said("welcome") == [
        (
            None,
            {
                "token": added.group.start_token,
                "title": "Ekta samuh",
                "can_pin": True,
                "can_delete": True,
            },
        )
    ]


async def test_a_chat_keeps_its_group_when_the_bot_comes_again(hamlet: Hamlet) -> None:
    first = await hamlet.add_bot()
    again = await hamlet.add_bot()

    assert (again.is_new, again.group) == (False, first.group)


async def test_a_new_group_speaks_the_language_of_whoever_added_the_bot(hamlet: Hamlet) -> None:
    assert (await hamlet.add_bot()).group.language == "hi"


async def test_a_group_added_by_somebody_unknown_speaks_as_her_telegram(hamlet: Hamlet) -> None:
    added = await hamlet.add_bot()
    other = await hamlet.write(
        founding.bot_added,
        Actor("nobody"),
        chat_id=-7,
        title="\u200b",
        thread_id=None,
        can_pin=False,
        can_delete=False,
        language_code="en",
        new_id=hamlet.new_id,
        charter_version=hamlet.charter,
        at=hamlet.at(),
    )

    assert (added.group.id != other.group.id, other.group.language, other.group.name) == (
        True,
        "en",
        "—",
    )


async def test_a_group_that_began_is_not_greeted_again(hamlet: Hamlet) -> None:
    await hamlet.village()
    await hamlet.write(founding.bot_rights, CHAT, "gone", False, False, hamlet.at())
    await hamlet.add_bot()

    assert len(await hamlet.said("welcome")) == 1


async def test_the_bots_rights_are_kept(hamlet: Hamlet) -> None:
    await hamlet.add_bot(can_pin=False, can_delete=False)
    await hamlet.write(founding.bot_rights, CHAT, "administrator", True, False, hamlet.at())

    assert await hamlet.rows("SELECT bot_is, can_pin, can_delete FROM chats") == [
        ("administrator", 1, 0)
    ]


async def test_being_allowed_to_pin_shows_the_status_again(hamlet: Hamlet) -> None:
    added = await hamlet.add_bot(can_pin=False, can_delete=False)
    await hamlet.write(founding.bot_rights, CHAT, "administrator", True, False, hamlet.at())

    assert [one.group_id for one in await hamlet.read(select_wanted)] == [added.group.id]


async def test_rights_that_change_nothing_shown_want_no_status(hamlet: Hamlet) -> None:
    await hamlet.add_bot(can_pin=False, can_delete=False)
    await hamlet.write(founding.bot_rights, CHAT, "member", False, False, hamlet.at())

    assert await hamlet.read(select_wanted) == ()


async def test_rights_in_an_unknown_chat_are_nobodys(hamlet: Hamlet) -> None:
    assert await hamlet.write(founding.bot_rights, 9, "member", False, False, hamlet.at()) is None


async def test_what_waits_for_a_chat_that_put_the_bot_out_is_given_up(hamlet: Hamlet) -> None:
    await hamlet.add_bot()
    await hamlet.write(founding.bot_rights, CHAT, "gone", False, False, hamlet.at())

    assert await hamlet.rows("SELECT kind, state, error FROM outbox") == [
        ("welcome", "failed", "chat_gone")
    ]


async def test_a_group_goes_with_its_chat_to_the_supergroup(hamlet: Hamlet) -> None:
    added = await hamlet.add_bot()
    await hamlet.write(founding.chat_moved, CHAT, -1007, hamlet.at())

    assert await hamlet.read(founding.group_in_chat, -1007) == added.group


async def test_a_tap_in_the_old_chat_still_finds_the_group(hamlet: Hamlet) -> None:
    added = await hamlet.add_bot()
    await hamlet.write(founding.chat_moved, CHAT, -1007, hamlet.at())

    assert await hamlet.read(founding.group_in_chat, CHAT) == added.group


async def test_a_chat_moves_once_however_often_it_is_told(hamlet: Hamlet) -> None:
    added = await hamlet.add_bot()
    moved = [await hamlet.write(founding.chat_moved, CHAT, -1007, hamlet.at()) for _ in range(2)]

    assert moved == [added.group, added.group]


async def test_a_chat_that_is_unknown_does_not_move(hamlet: Hamlet) -> None:
    assert await hamlet.write(founding.chat_moved, 1, 2, hamlet.at()) is None


async def test_a_group_begun_for_the_new_chat_too_early_gives_way(hamlet: Hamlet) -> None:
    group = await hamlet.found()
    early = await hamlet.add_bot(-1007)
    await hamlet.write(founding.chat_moved, CHAT, -1007, hamlet.at())
    moved = await hamlet.read(founding.group_in_chat, -1007)

    assert (moved and moved.id, moved and moved.id != early.group.id) == (group.id, True)


async def test_nothing_is_said_twice_in_a_moved_chat(hamlet: Hamlet) -> None:
    await hamlet.add_bot()
    await hamlet.add_bot(-1007)
    await hamlet.write(founding.chat_moved, CHAT, -1007, hamlet.at())

    assert await hamlet.rows("SELECT state FROM outbox ORDER BY n") == [("waiting",), ("failed",)]


async def test_rights_of_the_chat_before_the_move_change_nothing(hamlet: Hamlet) -> None:
    await hamlet.add_bot()
    await hamlet.write(founding.chat_moved, CHAT, -1007, hamlet.at())
    await hamlet.write(founding.bot_rights, CHAT, "gone", False, False, hamlet.at())
    await hamlet.add_bot()

    assert await hamlet.rows("SELECT chat_id, bot_is FROM chats ORDER BY chat_id") == [
        (-1007, "administrator"),
        (CHAT, "moved"),
    ]


async def test_being_seen_in_the_chat_is_news_once(hamlet: Hamlet) -> None:
    added = await hamlet.add_bot()
    rani = await hamlet.meet("Rani")
    news = [await hamlet.write(founding.seen, added.group.id, rani.person_id) for _ in range(2)]

    assert news == [True, False]
