"""Each protection of the bad days is switched off, and a test of it then fails.

The rows are those of docs/reliability.md. The tests that are called here hold the protection.
"""

from collections.abc import Callable, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

import click
import pytest

import bot
import keeping
import settings
from groups.messages.effects import say_to_group
from groups.messages.model import Urgency, WaitingMessage
from handlers import turn
from handlers.clock import Clock
from handlers.delivery import DeliveryWatch
from storage.tx import Tx
from tests import test_bot, test_settings
from tests.handlers import (
    test_clock,
    test_clock_trust,
    test_delivery,
    test_outbox,
    test_refusing_chats,
)
from tests.handlers.conftest import House
from tests.handlers.people import MEENA, SUNITA
from tests.handlers.stories import living_group, shown

CAUGHT: Final = (AssertionError, TimeoutError, pytest.fail.Exception)


async def _always(*_: object) -> bool:
    return True


async def test_a_broken_group_that_stops_the_others_is_caught(
    house: House, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def unguarded(clock: Clock, step: Any, group_id: str, do: Any, **_: bool) -> None:
        await clock._exhaust(step, group_id, do)

    monkeypatch.setattr(Clock, "_do_in_group", unguarded)

    with pytest.raises(CAUGHT):
        await test_clock.test_a_group_in_which_a_step_breaks_stops_no_other(house, caplog)


@pytest.mark.parametrize("off", [-timedelta(hours=20), timedelta(days=365)], ids=str)
async def test_a_clock_that_is_believed_whatever_it_says_is_caught(
    house: House, monkeypatch: pytest.MonkeyPatch, off: timedelta
) -> None:
    monkeypatch.setattr(house.service.desk, "_may_date", _always)

    with pytest.raises(CAUGHT):
        await test_clock_trust.test_by_a_wrong_clock_updates_are_stored_and_wait(house, off)


async def test_answers_that_mute_a_group_are_caught(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    def every_one(tx: Tx, group_id: str, kind: str, facts: Any, **at: Any) -> bool:
        return say_to_group(tx, group_id, kind, facts, urgency=Urgency.ANSWER, **at)

    monkeypatch.setattr(turn, "answer_in_group", every_one)

    with pytest.raises(CAUGHT):
        await test_outbox.test_nobody_mutes_a_group_by_asking_in_its_chat(
            house, monkeypatch, (SUNITA,), "/points"
        )


async def test_minutes_that_are_given_up_where_a_chat_refuses_are_missed(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    await living_group(house, MEENA)
    await shown(house)
    house.wire.calls.clear()
    monkeypatch.setattr(WaitingMessage, "is_lasting", property(lambda _: False))

    with pytest.raises(CAUGHT):
        await test_refusing_chats.test_a_chat_that_refuses_gets_its_minutes_when_it_takes_them(
            house, test_refusing_chats.NO_SEND[0]
        )


def test_a_traceback_at_the_start_is_caught(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bot.Clear, "invoke", click.Group.invoke)

    with pytest.raises(CAUGHT):
        test_bot.test_a_folder_that_is_not_there_is_named(tmp_path)


async def test_a_way_of_updates_that_breaks_in_silence_is_caught(
    house: House, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def silent(_watch: DeliveryWatch, _answer: Mapping[str, Any], **_: bool) -> None:
        """Note nothing."""

    monkeypatch.setattr(DeliveryWatch, "_note", silent)

    with pytest.raises(CAUGHT):
        await test_delivery.test_a_webhook_that_telegram_cannot_reach_is_seen_at_once(house, caplog)


def test_a_command_that_makes_an_empty_database_is_caught(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "is_there", _always)

    with pytest.raises(CAUGHT):
        test_bot.test_only_what_begins_books_makes_a_database(("score",), tmp_path)


def test_a_typo_that_opens_a_door_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    nobody: Callable[[object], None] = lambda _: None  # noqa: E731 - a protection that is not there
    monkeypatch.setattr(settings, "_refuse_slips", nobody)

    with pytest.raises(CAUGHT):
        test_settings.test_a_name_that_is_nearly_ours_opens_no_door("WEB_PROT")
