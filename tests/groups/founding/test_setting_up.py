"""A group is set up once: six questions and a check."""

from dataclasses import replace

import pytest

from groups.founding.acts import founding
from groups.founding.model import KEEP, SetUpQuestion, SetUpStep
from groups.people.model.group import Group, GroupState
from groups.people.model.refusals import AlreadyDecided, BadAnswer, InAnotherGroup, NotFound
from tests.groups.hamlet import AGREED, Hamlet

# --- setting up ---------------------------------------------------------------------------------


async def begin(hamlet: Hamlet) -> SetUpQuestion:
    added = await hamlet.add_bot()
    sunita, seen = await hamlet.meet("Sunita"), hamlet.creator()
    token = added.group.start_token
    asked = await hamlet.write(founding.begin_set_up, sunita, token, seen=seen, at=seen.at)
    assert isinstance(asked, SetUpQuestion)
    return asked


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
    await begin(hamlet)
    await answer(hamlet, *ANSWERS)
    sunita = await hamlet.meet("Sunita")
    again = await hamlet.write(founding.set_up_step, sunita, SetUpStep.DAY, at=hamlet.at())

    assert (again.step, again.proposal) == (SetUpStep.DAY, 4)


async def test_a_changed_answer_leads_back_to_the_check(hamlet: Hamlet) -> None:
    await begin(hamlet)
    await answer(hamlet, *ANSWERS)
    sunita = await hamlet.meet("Sunita")
    await hamlet.write(founding.set_up_step, sunita, SetUpStep.DAY, at=hamlet.at())
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
    actor, seen = await hamlet.meet(name), hamlet.creator()
    outcome = await hamlet.write(founding.confirm_set_up, actor, seen=seen, at=seen.at)
    assert isinstance(outcome, Group)
    return outcome


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


@pytest.mark.both_engines
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
    sunita, seen = await hamlet.meet("Sunita"), hamlet.creator()

    with pytest.raises(NotFound):
        await hamlet.write(founding.set_up, sunita, "no-such", AGREED, seen=seen, at=seen.at)


async def test_an_unknown_link_asks_nothing(hamlet: Hamlet) -> None:
    sunita, seen = await hamlet.meet("Sunita"), hamlet.creator()

    with pytest.raises(NotFound):
        await hamlet.write(founding.begin_set_up, sunita, "no-such", seen=seen, at=seen.at)


async def test_a_member_of_another_group_does_not_set_one_up(hamlet: Hamlet) -> None:
    await hamlet.village()

    with pytest.raises(InAnotherGroup):
        await hamlet.found(by="Sunita", chat_id=-200)


async def test_only_one_sets_a_group_up(hamlet: Hamlet) -> None:
    await hamlet.head()
    group = await hamlet.found()
    rani, seen = await hamlet.meet("Rani"), hamlet.creator()
    token = group.start_token

    with pytest.raises(AlreadyDecided):
        await hamlet.write(founding.set_up, rani, token, AGREED, seen=seen, at=seen.at)


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


async def test_a_question_is_asked_again_without_the_link(hamlet: Hamlet) -> None:
    await begin(hamlet)
    await answer(hamlet, *ANSWERS[:2])
    sunita = await hamlet.meet("Sunita")
    step = SetUpStep.NAME
    question = await hamlet.write(founding.set_up_step, sunita, step, at=hamlet.at())

    assert (question.step, question.proposal) == (SetUpStep.NAME, "Ekta")


async def test_without_a_link_or_a_question_there_is_nothing_to_set_up(hamlet: Hamlet) -> None:
    rani = await hamlet.meet("Rani")

    with pytest.raises(NotFound):
        await hamlet.write(founding.set_up_step, rani, SetUpStep.NAME, at=hamlet.at())
