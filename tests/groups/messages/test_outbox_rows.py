"""The outbox: messages are written once, sent, settled, given up, swept."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from groups.founding.acts import founding
from groups.messages.acts import outbox
from groups.messages.acts.answers import answer, answer_in_group
from groups.messages.effects import say_to_group, say_to_person
from groups.messages.model import Urgency, WaitingMessage
from groups.messages.store.outbox import update_sending
from groups.people.acts import persons as people
from storage.tx import Tx
from tests.groups.hamlet import BEGIN, CHAT, Hamlet
from tests.groups.messages.sending import LATER, due, queue


async def say(
    hamlet: Hamlet,
    name: str = "Rani",
    kind: str = "hello",
    *,
    key: str | None = None,
    urgency: int = Urgency.NEWS,
    is_money: bool = False,
    at: datetime = BEGIN,
) -> bool:
    actor = await hamlet.meet(name)
    return await hamlet.write(
        say_to_person,
        actor.person_id,
        kind,
        {"n": 1},
        key=key,
        urgency=urgency,
        is_money=is_money,
        at=at,
    )


async def first(hamlet: Hamlet) -> WaitingMessage:
    """Take the first row."""
    [message] = await hamlet.write(outbox.take, [1])
    return message


async def states(hamlet: Hamlet) -> list[tuple[Any, ...]]:
    return await hamlet.rows("SELECT state, error, tries FROM outbox ORDER BY n")


async def test_what_is_said_to_a_person_goes_to_her_account_in_her_language(
    hamlet: Hamlet,
) -> None:
    await say(hamlet, is_money=True, urgency=Urgency.MONEY)
    rani = await hamlet.meet("Rani")

    assert await due(hamlet) == (
        WaitingMessage(
            n=1,
            chat_id=5000,
            thread_id=None,
            person_id=rani.person_id,
            group_id=None,
            language="hi",
            kind="hello",
            facts={"n": 1},
            urgency=1,
            is_money=True,
            tries=0,
        ),
    )


async def test_what_is_said_to_a_group_goes_to_its_chat_in_its_language(hamlet: Hamlet) -> None:
    added = await hamlet.add_bot()
    [message] = await due(hamlet)

    assert (message.chat_id, message.group_id, message.person_id, message.language) == (
        CHAT,
        added.group.id,
        None,
        "hi",
    )


async def test_a_cause_is_said_once(hamlet: Hamlet) -> None:
    assert [await say(hamlet, key="cause"), await say(hamlet, key="cause")] == [True, False]


async def test_without_a_cause_the_same_may_be_said_again(hamlet: Hamlet) -> None:
    assert [await say(hamlet), await say(hamlet)] == [True, True]


async def test_who_cannot_be_reached_is_told_nothing(hamlet: Hamlet) -> None:
    await hamlet.meet("Usha", reachable=False)

    assert not await say(hamlet, "Usha")


async def test_a_group_whose_chat_put_the_bot_out_is_told_nothing(hamlet: Hamlet) -> None:
    added = await hamlet.add_bot()
    await hamlet.write(founding.bot_rights, CHAT, "gone", False, False, BEGIN)

    assert not await hamlet.write(say_to_group, added.group.id, "x", {}, at=BEGIN)


async def test_the_most_urgent_goes_first(hamlet: Hamlet) -> None:
    for kind, urgency in (("news", Urgency.NEWS), ("answer", Urgency.ANSWER)):
        await say(hamlet, kind=kind, urgency=urgency)

    assert [message.kind for message in await due(hamlet)] == ["answer", "news"]


async def test_nothing_goes_before_its_time(hamlet: Hamlet) -> None:
    await say(hamlet, at=LATER + timedelta(seconds=1))

    assert await due(hamlet) == ()


async def test_a_message_is_taken_by_one_sender(hamlet: Hamlet) -> None:
    await say(hamlet)

    assert [await hamlet.write(update_sending, 1) for _ in range(2)] == [True, False]


async def test_what_was_sent_is_kept_with_its_id(hamlet: Hamlet) -> None:
    await say(hamlet)
    await hamlet.write(outbox.sent, await first(hamlet), 42, at=BEGIN)

    assert await hamlet.rows("SELECT state, message_id, facts FROM outbox") == [("sent", 42, "{}")]


async def test_what_may_have_arrived_stays_as_not_sure(hamlet: Hamlet) -> None:
    await say(hamlet, is_money=True)
    await hamlet.write(
        outbox.maybe_arrived, await first(hamlet), "timed_out", at=BEGIN, not_before=LATER
    )

    assert await states(hamlet) == [("unsure", "timed_out", 1)]


async def test_what_cannot_be_sent_has_failed(hamlet: Hamlet) -> None:
    await say(hamlet)
    await hamlet.write(outbox.failed, await first(hamlet), "blocked", at=BEGIN)

    assert await states(hamlet) == [("failed", "blocked", 1)]


async def test_what_did_not_arrive_waits_again_until_then(hamlet: Hamlet) -> None:
    await say(hamlet)
    await hamlet.write(outbox.retry, await first(hamlet), "network", not_before=LATER)
    early = await queue(hamlet, LATER - timedelta(seconds=1))

    assert (early, [message.tries for message in await due(hamlet)]) == ([], [1])


async def test_after_a_crash_money_is_not_sure_and_the_rest_goes_again(hamlet: Hamlet) -> None:
    await say(hamlet, is_money=True)
    await say(hamlet)
    for n in (1, 2):
        await hamlet.write(update_sending, n)
    recovered = await hamlet.write(outbox.recover, at=BEGIN)

    assert (recovered, [state for state, _, _ in await states(hamlet)]) == (
        2,
        ["unsure", "waiting"],
    )


@pytest.mark.both_engines
async def test_what_waits_for_who_blocked_the_bot_is_given_up(hamlet: Hamlet) -> None:
    await say(hamlet)
    await say(hamlet)
    await hamlet.write(outbox.unreachable, await first(hamlet), "forbidden", at=BEGIN)

    assert await states(hamlet) == [("failed", "forbidden", 1), ("failed", "blocked", 0)]


async def test_what_was_settled_long_ago_is_swept(hamlet: Hamlet) -> None:
    await say(hamlet)
    await say(hamlet)
    await hamlet.write(outbox.sent, await first(hamlet), 42, at=BEGIN)
    swept = await hamlet.write(outbox.sweep, at=BEGIN + timedelta(days=31))

    assert (swept, await hamlet.rows("SELECT n FROM outbox")) == (1, [(2,)])


async def test_what_waits_for_nobody_is_swept_with_what_stands_behind_it(hamlet: Hamlet) -> None:
    await say(hamlet)
    await say(hamlet, "Meena")
    rani = await hamlet.meet("Rani")
    [hers] = await hamlet.write(outbox.take, [2])
    await hamlet.write(outbox.sent, hers, 42, at=BEGIN)
    await hamlet.write(_forget_account, rani.person_id)
    later = BEGIN + timedelta(days=31)

    assert [await hamlet.write(outbox.sweep, at=later, limit=1) for _ in range(2)] == [1, 1]


async def test_what_waits_for_somebody_is_not_swept(hamlet: Hamlet) -> None:
    await say(hamlet)

    assert await hamlet.write(outbox.sweep, at=BEGIN + timedelta(days=90)) == 0


async def test_the_queue_is_read_on_from_a_row(hamlet: Hamlet) -> None:
    for name, urgency in (("Rani", Urgency.NEWS), ("Meena", Urgency.ANSWER), ("Usha", 2)):
        await say(hamlet, name, urgency=urgency)
    second = (await hamlet.read(outbox.queue, LATER, 2))[-1]

    behind = await hamlet.read(outbox.queue, LATER, 2, after=second)

    assert (second.n, [row.n for row in behind]) == (1, [3])


@pytest.mark.both_engines
async def test_however_much_waits_for_one_chat_one_row_of_it_is_read(hamlet: Hamlet) -> None:
    group = (await hamlet.add_bot()).group  # whose welcome waits first
    for name in ("Rani", "Rani", "Meena", "Rani"):
        await say(hamlet, name)
    for kind in ("news", "more_news"):
        await hamlet.write(say_to_group, group.id, kind, {}, at=BEGIN)

    assert await queue(hamlet) == [1, 2, 4]


@pytest.mark.both_engines
async def test_a_row_that_waits_for_its_time_holds_back_none_behind_it(hamlet: Hamlet) -> None:
    await say(hamlet, at=LATER + timedelta(seconds=1))
    await say(hamlet)

    assert await queue(hamlet) == [2]


async def test_patience_asked_by_a_chat_holds_back_all_that_waits_for_it(hamlet: Hamlet) -> None:
    for name in ("Rani", "Rani", "Meena"):
        await say(hamlet, name)
    taken = await first(hamlet)
    await hamlet.write(outbox.hold_back, taken, "retry_after", not_before=LATER)

    assert await queue(hamlet, LATER - timedelta(seconds=1)) == [3]


async def test_what_was_settled_is_swept_some_at_a_time(hamlet: Hamlet) -> None:
    for n in (1, 2, 3):
        await say(hamlet)
        [message] = await hamlet.write(outbox.take, [n])
        await hamlet.write(outbox.sent, message, 42, at=BEGIN)
    later = BEGIN + timedelta(days=31)

    assert [await hamlet.write(outbox.sweep, at=later, limit=2) for _ in range(3)] == [2, 1, 0]


@pytest.mark.parametrize("chosen", ["en", "hi"])
async def test_she_is_spoken_to_in_the_language_she_chose(hamlet: Hamlet, chosen: str) -> None:
    rani = await hamlet.meet("Rani")
    await hamlet.write(people.choose_language, rani, chosen)
    await say(hamlet)

    assert [message.language for message in await due(hamlet)] == [chosen]


async def show(hamlet: Hamlet, kind: str, edits: int | None = 7) -> None:
    rani = await hamlet.meet("Rani")
    await hamlet.write(say_to_person, rani.person_id, kind, {}, edits=edits, at=BEGIN)


async def test_of_the_faces_of_a_card_that_wait_only_the_newest_goes(hamlet: Hamlet) -> None:
    for kind, edits in (("new", None), ("first", 7), ("other", 8), ("second", 7)):
        await show(hamlet, kind, edits)

    assert [message.kind for message in await due(hamlet)] == ["new", "other", "second"]


async def test_an_old_face_that_did_not_arrive_does_not_cover_a_newer_one(hamlet: Hamlet) -> None:
    await show(hamlet, "first")
    taken = await first(hamlet)
    await show(hamlet, "second")
    await hamlet.write(outbox.retry, taken, "network", not_before=LATER)

    assert await states(hamlet) == [("failed", "superseded", 1), ("waiting", None, 0)]


def _forget_account(tx: Tx, person_id: str) -> None:
    tx.run("DELETE FROM telegram_accounts WHERE person_id = :person_id", person_id=person_id)


@pytest.mark.parametrize("settles", ["retry", "recover"])
async def test_what_was_on_the_wire_when_its_chat_was_lost_waits_no_more(
    hamlet: Hamlet, settles: str
) -> None:
    group = await hamlet.found()
    await hamlet.write(outbox.sweep, at=LATER, kept=timedelta(0))
    await hamlet.write(say_to_group, group.id, "news", {}, at=BEGIN)
    [taken] = [message for message in await due(hamlet) if message.kind == "news"]
    await hamlet.write(founding.bot_rights, CHAT, "gone", can_pin=False, can_delete=False, at=LATER)

    if settles == "retry":
        await hamlet.write(outbox.retry, taken, "retry_after", not_before=LATER)
    else:
        await hamlet.write(outbox.recover, at=LATER)

    (row,) = await hamlet.rows("SELECT state, error FROM outbox WHERE n = :n", n=taken.n)
    assert row == ("failed", "chat_gone")


async def test_what_tells_of_no_money_goes_again_and_has_failed_after_ten_tries(
    hamlet: Hamlet,
) -> None:
    await say(hamlet)
    taken = await first(hamlet)
    how: dict[str, Any] = {"at": BEGIN, "not_before": LATER}
    await hamlet.write(outbox.maybe_arrived, taken, "timed_out", **how)
    again = await states(hamlet)
    await hamlet.write(outbox.maybe_arrived, replace(taken, tries=10), "timed_out", **how)

    assert (again, await states(hamlet)) == (
        [("waiting", "timed_out", 1)],
        [("failed", "timed_out", 2)],
    )


async def test_what_waits_for_a_group_that_lost_its_chat_is_given_up(hamlet: Hamlet) -> None:
    group = (await hamlet.add_bot()).group
    await hamlet.write(answer_in_group, group.id, "hello", {}, at=BEGIN)
    await hamlet.write(outbox.unreachable, await first(hamlet), "chat_not_found", at=BEGIN)

    assert await states(hamlet) == [("failed", "chat_not_found", 1), ("failed", "chat_gone", 0)]


async def test_an_answer_goes_before_all_news(hamlet: Hamlet) -> None:
    await say(hamlet, kind="news")
    rani = await hamlet.meet("Rani")
    await hamlet.write(answer, rani.person_id, "answer", {}, edits=7, at=BEGIN)

    assert [message.kind for message in await due(hamlet)] == ["answer", "news"]
