"""A group is founded by the creator or an administrator of its chat, as Telegram says it now."""

from dataclasses import replace
from datetime import timedelta

import pytest

from groups.founding.acts import founding, proving
from groups.founding.model import ChatRole, ProofNeeded, Proved, RoleInChat, SetUpQuestion
from groups.founding.rules import FOUNDERS, FRESH, may_found, proof_code
from groups.people.model.group import Group, GroupState
from groups.people.model.refusals import NotFound
from tests.groups.founding.test_setting_up import ANSWERS, answer, begin
from tests.groups.hamlet import AGREED, BEGIN, CHAT, Hamlet

NOT_FOUNDERS = sorted(set(ChatRole) - FOUNDERS)


# --- the rule -----------------------------------------------------------------------------------


@pytest.mark.parametrize("role", list(ChatRole))
def test_only_who_governs_the_chat_founds(role: ChatRole) -> None:
    may = may_found(RoleInChat(CHAT, role, BEGIN), CHAT, BEGIN)

    assert may is (role in {ChatRole.CREATOR, ChatRole.ADMINISTRATOR, ChatRole.HIDDEN})


@pytest.mark.parametrize(
    ("seconds", "may"), [(0, True), (60, True), (61, False), (-1, False), (3600, False)]
)
def test_what_telegram_said_counts_for_a_minute(seconds: int, may: bool) -> None:
    seen = RoleInChat(CHAT, ChatRole.CREATOR, BEGIN)

    assert may_found(seen, CHAT, BEGIN + timedelta(seconds=seconds)) is may


def test_a_role_in_another_chat_proves_nothing() -> None:
    seen = RoleInChat(CHAT, ChatRole.CREATOR, BEGIN)

    assert (may_found(seen, CHAT - 1, BEGIN), may_found(None, CHAT, BEGIN)) == (False, False)


# --- beginning ----------------------------------------------------------------------------------


@pytest.mark.parametrize("role", NOT_FOUNDERS)
async def test_whoever_does_not_govern_the_chat_is_asked_nothing(
    hamlet: Hamlet, role: ChatRole
) -> None:
    added = await hamlet.add_bot()
    rani, seen = await hamlet.meet("Rani"), replace(hamlet.creator(), role=role)
    token = added.group.start_token
    outcome = await hamlet.write(founding.begin_set_up, rani, token, seen=seen, at=seen.at)

    with pytest.raises(NotFound):
        await hamlet.write(founding.answer_set_up, rani, "Ekta", at=hamlet.at())
    assert outcome == ProofNeeded(proof_code(added.group.id, rani.person_id), role)


@pytest.mark.parametrize(("role", "said"), [("outside", 1), ("member", 0)])
async def test_the_chat_hears_once_a_day_of_a_stranger(
    hamlet: Hamlet, role: str, said: int
) -> None:
    added = await hamlet.add_bot()
    rani, seen = await hamlet.meet("Rani"), replace(hamlet.creator(), role=ChatRole(role))
    for _ in range(3):
        token = added.group.start_token
        await hamlet.write(founding.begin_set_up, rani, token, seen=seen, at=seen.at)

    assert await hamlet.told("set_up_stranger") == [None] * said


# --- saving -------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", [*NOT_FOUNDERS, None])
async def test_whoever_no_longer_governs_the_chat_saves_nothing_and_loses_no_answer(
    hamlet: Hamlet, role: ChatRole | None
) -> None:
    first = await begin(hamlet)
    await answer(hamlet, *ANSWERS)
    sunita, now = await hamlet.meet("Sunita"), hamlet.creator()
    seen = replace(now, role=role) if role else None
    outcome = await hamlet.write(founding.confirm_set_up, sunita, seen=seen, at=now.at)
    group = await hamlet.read(founding.group_by_token, first.token)

    assert isinstance(outcome, ProofNeeded)
    assert group is not None
    assert (group.state, (await begin(hamlet)).set_up) == (GroupState.NEW, AGREED)


async def test_an_old_answer_of_telegrams_saves_nothing(hamlet: Hamlet) -> None:
    await begin(hamlet)
    await answer(hamlet, *ANSWERS)
    sunita, seen = await hamlet.meet("Sunita"), hamlet.creator()
    late = seen.at + FRESH + timedelta(microseconds=1)

    outcome = await hamlet.write(founding.confirm_set_up, sunita, seen=seen, at=late)

    assert isinstance(outcome, ProofNeeded)


async def test_no_act_sets_a_group_up_for_who_does_not_govern_its_chat(hamlet: Hamlet) -> None:
    added = await hamlet.add_bot()
    rani, seen = await hamlet.meet("Rani"), replace(hamlet.creator(), role=ChatRole.MEMBER)

    with pytest.raises(NotFound):
        await hamlet.write(
            founding.set_up, rani, added.group.start_token, AGREED, seen=seen, at=seen.at
        )


# --- who hides in the chat ----------------------------------------------------------------------


async def hidden(hamlet: Hamlet, name: str) -> str:
    """Let a person whom Telegram shows as a member follow the link; return her code."""
    added = await hamlet.add_bot()
    actor, seen = await hamlet.meet(name), replace(hamlet.creator(), role=ChatRole.MEMBER)
    token = added.group.start_token
    needed = await hamlet.write(founding.begin_set_up, actor, token, seen=seen, at=seen.at)
    assert isinstance(needed, ProofNeeded)
    return needed.code


@pytest.mark.both_engines
async def test_who_writes_her_code_in_the_groups_name_is_asked_the_questions(
    hamlet: Hamlet,
) -> None:
    code = await hidden(hamlet, "Rani")
    proved = await hamlet.write(proving.prove_in_chat, CHAT, code, at=hamlet.at())

    assert proved is not None
    assert proved.founder == await hamlet.meet("Rani")
    assert isinstance(proved.outcome, SetUpQuestion)


async def test_her_code_saves_what_she_has_answered(hamlet: Hamlet) -> None:
    await begin(hamlet)
    await answer(hamlet, *ANSWERS)
    sunita, at = await hamlet.meet("Sunita"), hamlet.at()
    needed = await hamlet.write(founding.confirm_set_up, sunita, seen=None, at=at)
    assert isinstance(needed, ProofNeeded)
    proved = await hamlet.write(proving.prove_in_chat, CHAT, needed.code, at=hamlet.at())
    told = await hamlet.rows("SELECT told FROM group_acts WHERE act = 'set_up'")

    assert isinstance(proved, Proved)
    assert isinstance(proved.outcome, Group)
    assert (proved.outcome.state, told) == (GroupState.ACTIVE, [('{"role":"hidden"}',)])


async def test_another_code_or_another_chat_proves_nothing(hamlet: Hamlet) -> None:
    code = await hidden(hamlet, "Rani")
    other = await hamlet.add_bot(chat_id=-77)
    wrong = f"{(int(code) + 1) % 10**6:06}"
    proofs = [
        await hamlet.write(proving.prove_in_chat, chat_id, said, at=hamlet.at())
        for chat_id, said in ((CHAT, wrong), (CHAT, ""), (-77, code), (-78, code))
    ]

    assert (other.is_new, proofs) == (True, [None] * 4)


@pytest.mark.both_engines
async def test_the_chat_of_a_set_up_is_asked_and_no_other(hamlet: Hamlet) -> None:
    await begin(hamlet)
    await hidden(hamlet, "Rani")
    chats = [
        await hamlet.read(proving.chat_being_set_up, telegram_id) for telegram_id in (5000, 5001, 1)
    ]

    assert chats == [CHAT, None, None]
