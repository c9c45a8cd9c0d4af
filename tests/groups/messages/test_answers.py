"""Answers: who asks again and again is answered once, and takes no place from others."""

from datetime import timedelta
from typing import Any

import pytest

from groups.messages.acts import outbox
from groups.messages.acts.answers import answer, answer_in_group
from groups.messages.effects import say_to_group
from groups.messages.model import Urgency
from storage.tx import Tx
from tests.groups.hamlet import BEGIN, Hamlet
from tests.groups.messages.sending import due


async def answers_in(hamlet: Hamlet, *asked: tuple[str, dict[str, Any], int]) -> list[Any]:
    """Answer in the group's chat: kind, facts, seconds from the beginning; return what waits."""
    group = (await hamlet.add_bot()).group
    for kind, facts, seconds in asked:
        moment = BEGIN + timedelta(seconds=seconds)
        await hamlet.write(answer_in_group, group.id, kind, facts, at=moment)
    return [(it.kind, it.facts) for it in await due(hamlet) if it.kind != "welcome"]


@pytest.mark.both_engines
async def test_sixty_who_ask_the_same_in_a_group_are_answered_once(hamlet: Hamlet) -> None:
    asked = [("go_private", {"token": "t"}, second) for second in range(60)]

    assert await answers_in(hamlet, *asked) == [("go_private", {"token": "t"})]


async def test_who_asks_again_while_the_answer_waits_gets_it_once_whatever_the_minute(
    hamlet: Hamlet,
) -> None:
    asked = [("go_private", {"token": "t"}, 60 * minute) for minute in range(60)]

    assert await answers_in(hamlet, *asked) == [("go_private", {"token": "t"})]


@pytest.mark.both_engines
async def test_an_answer_that_waits_says_the_newest(hamlet: Hamlet) -> None:
    asked = [("group", {"savings": savings}, 0) for savings in (1, 2, 3)]

    assert await answers_in(hamlet, *asked) == [("group", {"savings": 3})]


@pytest.mark.both_engines
async def test_what_was_said_this_minute_does_not_replace_what_waits(hamlet: Hamlet) -> None:
    group = (await hamlet.add_bot()).group
    await hamlet.write(answer_in_group, group.id, "group", {"savings": 1}, at=BEGIN)
    said = await due(hamlet)
    for savings in (2, 1):
        await hamlet.write(answer_in_group, group.id, "group", {"savings": savings}, at=BEGIN)

    waiting = await due(hamlet)
    assert [said[-1].facts, *(it.facts for it in waiting)] == [{"savings": 1}, {"savings": 2}]


async def test_answers_of_two_kinds_topics_or_commands_are_told_apart(hamlet: Hamlet) -> None:
    asked: list[tuple[str, dict[str, Any], int]] = [
        ("go_private", {}, 0),
        ("help_group", {}, 0),
        ("help_group", {"_thread": 7}, 0),
        ("who_are_you", {"command": "vouch"}, 0),
        ("who_are_you", {"command": "loan"}, 0),
    ]

    assert await answers_in(hamlet, *asked) == [(kind, facts) for kind, facts, _ in asked]


async def test_a_minute_after_it_was_sent_the_answer_is_given_again(hamlet: Hamlet) -> None:
    group = (await hamlet.add_bot()).group
    for minutes in (0, 0, 1):
        moment = BEGIN + timedelta(minutes=minutes)
        await hamlet.write(answer_in_group, group.id, "go_private", {}, at=moment)
        for message in await due(hamlet):
            await hamlet.write(outbox.sent, message, 42, at=moment)

    sent = await hamlet.rows("SELECT kind FROM outbox WHERE kind = 'go_private'")
    assert len(sent) == 2


async def test_a_minute_is_sixty_seconds_also_over_the_clocks_full_minute(hamlet: Hamlet) -> None:
    group = (await hamlet.add_bot()).group
    for seconds in (50, 58, 66, 109, 110):
        moment = BEGIN + timedelta(seconds=seconds)
        await hamlet.write(answer_in_group, group.id, "board", {}, at=moment)
        for message in await due(hamlet):
            await hamlet.write(outbox.sent, message, 42, at=moment)

    sent = await hamlet.rows("SELECT created_at FROM outbox WHERE kind = 'board' ORDER BY n")
    assert [at - sent[0][0] for (at,) in sent] == [0, 60_000_000]


@pytest.mark.both_engines
async def test_who_asks_the_same_in_private_before_the_answer_went_gets_it_once(
    hamlet: Hamlet,
) -> None:
    rani = await hamlet.meet("Rani")
    for facts in ({"n": 1}, {"n": 1}, {"n": 2}, {"n": 1}):
        await hamlet.write(answer, rani.person_id, "points", dict(facts), at=BEGIN)

    assert [message.facts for message in await due(hamlet)] == [{"n": 1}, {"n": 2}]


async def test_in_a_group_minutes_go_first_then_news_then_answers(hamlet: Hamlet) -> None:
    group = (await hamlet.add_bot()).group
    await hamlet.write(answer_in_group, group.id, "answer", {}, at=BEGIN)
    for kind, urgency in (("news", Urgency.NEWS), ("minutes", Urgency.MONEY)):
        await hamlet.write(say_to_group, group.id, kind, {}, urgency=urgency, at=BEGIN)

    kinds = [message.kind for message in await due(hamlet)]
    assert kinds == ["welcome", "minutes", "news", "answer"]


@pytest.mark.parametrize("settles", ["maybe_arrived", "recover"])
async def test_minutes_of_which_nobody_is_sure_are_sent_again(hamlet: Hamlet, settles: str) -> None:
    group = (await hamlet.add_bot()).group
    await hamlet.write(say_to_group, group.id, "minutes", {}, urgency=Urgency.MONEY, at=BEGIN)
    # A row that an earlier version wrote as one that is never sent twice:
    await hamlet.write(_mark_as_money)
    minutes = (await due(hamlet))[-1]

    if settles == "recover":
        await hamlet.write(outbox.recover, at=BEGIN)
    else:
        how: dict[str, Any] = {"at": BEGIN, "not_before": BEGIN}
        await hamlet.write(outbox.maybe_arrived, minutes, "answer_lost", **how)

    assert [message.kind for message in await due(hamlet)][-1:] == ["minutes"]


def _mark_as_money(tx: Tx) -> None:
    tx.run("UPDATE outbox SET is_money = 1 WHERE kind = 'minutes'")
