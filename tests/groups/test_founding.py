"""A group starts: the bot in the chat, the set-up, the admission."""

from dataclasses import replace

import pytest

from groups import facilitators, founding
from groups.model.founding import SetUpQuestion, SetUpStep
from groups.model.group import GROUP_STEPS, Group, GroupState, GroupStep
from groups.model.people import Actor
from groups.model.refusals import (
    AlreadyDecided,
    BadAnswer,
    InAnotherGroup,
    NotFound,
)
from groups.rules.set_up import KEEP
from groups.store.groups import select_group, update_group_state
from groups.store.status import wanted
from storage.tx import Tx
from tests.groups.hamlet import AGREED, CHAT, Hamlet

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

    assert [one.group_id for one in await hamlet.read(wanted)] == [added.group.id]


async def test_rights_that_change_nothing_shown_want_no_status(hamlet: Hamlet) -> None:
    await hamlet.add_bot(can_pin=False, can_delete=False)
    await hamlet.write(founding.bot_rights, CHAT, "member", False, False, hamlet.at())

    assert await hamlet.read(wanted) == ()


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
    found = await hamlet.read(founding.group_in_chat, -1007)

    assert (found and found.id, found and found.id != early.group.id) == (group.id, True)


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


# --- setting up ---------------------------------------------------------------------------------


async def begin(hamlet: Hamlet) -> SetUpQuestion:
    added = await hamlet.add_bot()
    sunita = await hamlet.meet("Sunita")
    token = added.group.start_token
    return await hamlet.write(founding.set_up_step, sunita, token, at=hamlet.at())


async def answer(hamlet: Hamlet, *answers: str) -> SetUpQuestion:
    sunita = await hamlet.meet("Sunita")
    for said in answers[:-1]:
        await hamlet.write(founding.answer_set_up, sunita, said, at=hamlet.at())
    return await hamlet.write(founding.answer_set_up, sunita, answers[-1], at=hamlet.at())


ANSWERS = ("Ekta", "Chunar", "hi", "4", "11:00", "20")


async def test_the_first_question_is_the_name_and_proposes_the_title(hamlet: Hamlet) -> None:
    asked = await begin(hamlet)

    assert (asked.step, asked.proposal, asked.set_up) == (SetUpStep.NAME, "Ekta samuh", None)


async def test_answers_lead_to_the_check(hamlet: Hamlet) -> None:
    await begin(hamlet)
    asked = await answer(hamlet, *ANSWERS)

    assert (asked.step, asked.set_up) == (SetUpStep.CHECK, AGREED)


async def test_what_is_proposed_may_be_kept(hamlet: Hamlet) -> None:
    await begin(hamlet)
    asked = await answer(hamlet, KEEP)

    assert (asked.step, asked.answers) == (SetUpStep.VILLAGE, {"name": "Ekta samuh"})


async def test_nothing_is_proposed_for_the_village(hamlet: Hamlet) -> None:
    await begin(hamlet)

    with pytest.raises(BadAnswer) as refusal:
        await answer(hamlet, KEEP, KEEP)

    assert refusal.value == BadAnswer("village")


async def test_a_half_done_set_up_goes_on_where_it_was(hamlet: Hamlet) -> None:
    await begin(hamlet)
    await answer(hamlet, "Ekta", "Chunar")

    assert (await begin(hamlet)).step is SetUpStep.LANGUAGE


async def test_a_question_may_be_asked_again(hamlet: Hamlet) -> None:
    first = await begin(hamlet)
    await answer(hamlet, *ANSWERS)
    sunita = await hamlet.meet("Sunita")
    again = await hamlet.write(
        founding.set_up_step, sunita, first.token, step=SetUpStep.DAY, at=hamlet.at()
    )

    assert (again.step, again.proposal) == (SetUpStep.DAY, 4)


async def test_a_changed_answer_leads_back_to_the_check(hamlet: Hamlet) -> None:
    first = await begin(hamlet)
    await answer(hamlet, *ANSWERS)
    sunita = await hamlet.meet("Sunita")
    await hamlet.write(
        founding.set_up_step, sunita, first.token, step=SetUpStep.DAY, at=hamlet.at()
    )
    asked = await answer(hamlet, "2")

    assert asked.set_up == replace(AGREED, meeting_day=2)


async def test_an_answer_without_a_question_is_refused(hamlet: Hamlet) -> None:
    with pytest.raises(NotFound):
        await answer(hamlet, "Ekta")


async def test_the_check_is_not_answered_by_words(hamlet: Hamlet) -> None:
    await begin(hamlet)
    await answer(hamlet, *ANSWERS)

    with pytest.raises(BadAnswer) as refusal:
        await answer(hamlet, "yes")

    assert refusal.value == BadAnswer("check")


async def confirm(hamlet: Hamlet, name: str = "Sunita") -> Group:
    actor = await hamlet.meet(name)
    return await hamlet.write(founding.confirm_set_up, actor, new_id=hamlet.new_id, at=hamlet.at())


async def test_a_checked_set_up_is_what_was_answered(hamlet: Hamlet) -> None:
    await begin(hamlet)
    await answer(hamlet, *ANSWERS)
    group = await confirm(hamlet)

    assert (group.name, group.village, group.meeting_day, group.meeting_minute, group.saving) == (
        "Ekta",
        "Chunar",
        4,
        660,
        20_00,
    )


async def test_checking_twice_is_checking_once(hamlet: Hamlet) -> None:
    await begin(hamlet)
    await answer(hamlet, *ANSWERS)

    assert await confirm(hamlet) == await confirm(hamlet)


async def test_a_gap_in_the_set_up_is_named(hamlet: Hamlet) -> None:
    await begin(hamlet)
    await answer(hamlet, "Ekta")

    with pytest.raises(BadAnswer) as refusal:
        await confirm(hamlet)

    assert refusal.value == BadAnswer("village")


async def test_whoever_set_nothing_up_has_nothing_to_check(hamlet: Hamlet) -> None:
    await begin(hamlet)

    with pytest.raises(NotFound):
        await confirm(hamlet, "Rani")


async def test_an_unknown_link_sets_nothing_up(hamlet: Hamlet) -> None:
    sunita = await hamlet.meet("Sunita")

    with pytest.raises(NotFound):
        await hamlet.write(
            founding.set_up, sunita, "no-such", AGREED, new_id=hamlet.new_id, at=hamlet.at()
        )


async def test_an_unknown_link_asks_nothing(hamlet: Hamlet) -> None:
    with pytest.raises(NotFound):
        await hamlet.write(
            founding.set_up_step, await hamlet.meet("Sunita"), "no-such", at=hamlet.at()
        )


async def test_a_member_of_another_group_does_not_set_one_up(hamlet: Hamlet) -> None:
    await hamlet.village()

    with pytest.raises(InAnotherGroup):
        await hamlet.found(by="Sunita", chat_id=-200)


async def test_only_one_sets_a_group_up(hamlet: Hamlet) -> None:
    await hamlet.head()
    group = await hamlet.found()
    rani = await hamlet.meet("Rani")

    with pytest.raises(AlreadyDecided):
        await hamlet.write(
            founding.set_up,
            rani,
            group.start_token,
            AGREED,
            new_id=hamlet.new_id,
            at=hamlet.at(),
        )


async def test_a_waiting_set_up_may_be_changed_by_its_leader(hamlet: Hamlet) -> None:
    await hamlet.head()
    await hamlet.found()
    group = await hamlet.found(agreed=replace(AGREED, village="Adalhat"))

    assert (group.village, group.state) == ("Adalhat", GroupState.WAITING)


async def test_the_same_set_up_twice_asks_facilitators_once(hamlet: Hamlet) -> None:
    await hamlet.head()
    await hamlet.found()
    await hamlet.found()

    assert await hamlet.told("admit_group") == ["Asha"]


# --- admission ----------------------------------------------------------------------------------


async def test_without_facilitators_a_group_begins_at_once(hamlet: Hamlet) -> None:
    group = await hamlet.found()

    assert (group.state, group.facilitator_id, group.first_day is not None) == (
        GroupState.ACTIVE,
        None,
        True,
    )


async def test_with_facilitators_a_group_waits_for_one(hamlet: Hamlet) -> None:
    await hamlet.head()
    group = await hamlet.found()

    assert (group.state, await hamlet.said("admit_group")) == (
        GroupState.WAITING,
        [
            (
                "Asha",
                {
                    "group_id": group.id,
                    "name": "Ekta",
                    "village": "Chunar",
                    "meeting_day": 4,
                    "meeting_minute": 660,
                    "saving": 2000,
                    "by": "Sunita",
                },
            )
        ],
    )


async def test_a_facilitator_who_sets_a_group_up_admits_it_by_that(hamlet: Hamlet) -> None:
    head = await hamlet.head()
    group = await hamlet.found(by="Asha")

    assert (group.state, group.facilitator_id) == (GroupState.ACTIVE, head.person_id)


async def test_an_admitted_group_and_its_leader_are_told(hamlet: Hamlet) -> None:
    head = await hamlet.head()
    group = await hamlet.found()
    admitted = await hamlet.write(founding.admit, head, group.id, at=hamlet.at())

    assert (admitted.facilitator_id, await hamlet.told("group_admitted")) == (
        head.person_id,
        [None, "Sunita"],
    )


async def test_admitting_twice_is_admitting_once(hamlet: Hamlet) -> None:
    head = await hamlet.head()
    group = await hamlet.found()
    admitted = [await hamlet.write(founding.admit, head, group.id, at=hamlet.at()) for _ in "12"]

    assert (admitted[0] == admitted[1], len(await hamlet.said("group_admitted"))) == (True, 2)


async def test_a_group_that_another_admitted_is_decided(hamlet: Hamlet) -> None:
    head = await hamlet.head()
    rani = await hamlet.meet("Rani")
    await hamlet.write(
        facilitators.name_facilitator, head, rani.person_id, new_id=hamlet.new_id, at=hamlet.at()
    )
    group = await hamlet.found()
    await hamlet.write(founding.admit, rani, group.id, at=hamlet.at())

    with pytest.raises(AlreadyDecided):
        await hamlet.write(founding.admit, head, group.id, at=hamlet.at())


@pytest.mark.parametrize("act", [founding.admit, founding.refuse_group])
async def test_no_member_admits_her_own_group(hamlet: Hamlet, act: object) -> None:
    await hamlet.head()
    group = await hamlet.found()
    sunita = await hamlet.meet("Sunita")
    chosen = founding.admit if act is founding.admit else founding.refuse_group

    with pytest.raises(NotFound):
        await hamlet.write(chosen, sunita, group.id, at=hamlet.at())


async def test_a_refused_group_may_be_set_up_by_another(hamlet: Hamlet) -> None:
    head = await hamlet.head()
    group = await hamlet.found()
    await hamlet.write(founding.refuse_group, head, group.id, at=hamlet.at())
    again = await hamlet.found(by="Rani")

    assert (again.id, again.state) == (group.id, GroupState.WAITING)


async def test_refusing_twice_is_refusing_once(hamlet: Hamlet) -> None:
    head = await hamlet.head()
    group = await hamlet.found()
    for _ in range(2):
        await hamlet.write(founding.refuse_group, head, group.id, at=hamlet.at())

    assert await hamlet.told("group_refused") == [None, "Sunita"]


# --- the life-cycle: what is not in the table cannot happen ---------------------------------------

EMPTY = [
    (state, step) for state in GroupState for step in GroupStep if step not in GROUP_STEPS[state]
]


@pytest.mark.parametrize(("state", "step"), EMPTY)
async def test_a_step_that_is_not_in_the_table_changes_no_group(
    hamlet: Hamlet, state: GroupState, step: GroupStep
) -> None:
    added = await hamlet.add_bot()
    head = await hamlet.head()

    def put(tx: Tx) -> Group:
        group = added.group
        update_group_state(tx, group.id, state, set_up_by=None, facilitator_id=None, first_day=None)
        return select_group(tx, group.id) or group

    before = await hamlet.write(put)
    try:
        if step is GroupStep.SET_UP:
            await hamlet.found()
        elif step is GroupStep.ADMIT:
            await hamlet.write(founding.admit, head, before.id, at=hamlet.at())
        else:
            await hamlet.write(founding.refuse_group, head, before.id, at=hamlet.at())
    except AlreadyDecided:
        pass

    assert await hamlet.read(founding.group_by_token, before.start_token) == before
