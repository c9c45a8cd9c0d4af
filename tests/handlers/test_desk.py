"""The inbox's worker: each update once and in order; a failing update does not stop the others."""

import asyncio
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram import Update

from groups.messages.acts import inbox
from groups.messages.model import ParkedUpdate
from groups.messages.store import answers
from groups.people.acts import persons as people_acts
from handlers import desk, metrics
from handlers.acts import menu
from handlers.apply import reference
from handlers.lanes import ALLOWED_UPDATES
from handlers.raw_incoming import incoming_from_raw
from handlers.routes import Routes
from storage.tx import StorageError, Tx
from tests.handlers import people
from tests.handlers.conftest import START, House, MakeHouse
from tests.handlers.people import KAMLA, MEENA, SUNITA


def parked(tx: Tx) -> list[tuple[str, int]]:
    """Return the error and the number of tries of each parked update."""
    return [(it.error, it.tries) for it in inbox.parked(tx)]


@pytest.fixture
def breaks(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """Make the help command fail; do not wait between tries."""

    def broken(tx: Tx, turn: object) -> None:
        raise ZeroDivisionError

    known = dict(house.service.desk._choose.__self__._commands)  # type: ignore[attr-defined] # the test puts a broken act in
    known["help"] = lambda _: broken
    monkeypatch.setattr(house.service.desk._choose.__self__, "_commands", known)  # type: ignore[attr-defined] # the same
    monkeypatch.setattr(desk, "_WAITS", (0.0,))


async def test_the_same_update_twice_is_carried_out_once(house: House) -> None:
    update = people.message(SUNITA, "/help")

    await house.comes(update, update)

    assert len(house.wire.texts_to(SUNITA)) == 1


async def test_updates_of_one_person_keep_their_order(house: House) -> None:
    asked = [people.message(SUNITA, text) for text in ("/help", "/privacy", "/language")]

    await house.service.desk.store(asked)
    await house.service.idle()

    assert [text[:16] for text in house.wire.texts_to(SUNITA)] == [
        "<b>What I can do",
        "<b>What is kept,",
        "In which languag",
    ]


@pytest.mark.usefixtures("breaks")
async def test_what_breaks_five_times_is_parked(house: House) -> None:
    await house.comes(people.message(SUNITA, "/help"))

    assert await house.database.read(parked) == [("ZeroDivisionError", 5)]


@pytest.mark.usefixtures("breaks")
async def test_she_is_told_by_one_line_with_a_reference(house: House) -> None:
    await house.comes(people.message(SUNITA, "/help"))

    assert [text.split(".")[0] for text in house.wire.texts_to(SUNITA)] == [
        "Something went wrong on our side"
    ]


@pytest.mark.usefixtures("breaks")
@pytest.mark.both_engines
async def test_what_breaks_stops_nobody_else(house: House) -> None:
    await house.service.desk.store([people.message(SUNITA, "/help"), people.message(MEENA, "/me")])
    await house.service.idle()

    assert house.wire.texts_to(MEENA)[0].startswith("<b>What is recorded about you, Meena")


@pytest.mark.usefixtures("breaks")
async def test_a_log_names_the_update_and_the_kind_of_trouble_only(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    update = people.message(SUNITA, "/help")

    await house.comes(update)

    lines = {it.getMessage() for it in caplog.records if it.levelname == "ERROR"}
    assert lines == {f"update {update['update_id']} broke: ZeroDivisionError"}


async def test_what_was_left_undone_is_taken_up_at_the_start(make_house: MakeHouse) -> None:
    first = await make_house()
    await first.service.desk.stop()
    await first.service.desk.store([people.message(KAMLA, "/help")])

    second = await make_house()
    async with asyncio.timeout(30):
        while not second.wire.of("sendMessage"):  # noqa: ASYNC110 - the wire gives no signal
            await asyncio.sleep(0.01)

    assert second.wire.texts_to(KAMLA)[0].startswith("<b>What I can do</b>")


async def test_what_comes_while_many_wait_keeps_its_place_behind_them(
    make_house: MakeHouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answers, "is_answer_waiting", lambda *_: False)  # see each answer
    first = await make_house()
    await first.service.desk.stop()
    await first.service.desk.store([people.message(KAMLA, "/me") for _ in range(320)])

    second = await make_house()
    await second.service.receive(people.message(KAMLA, "/help"))
    await second.service.idle()

    kinds = await second.database.read(lambda tx: tx.rows("SELECT kind FROM outbox ORDER BY n"))
    assert [kind for (kind,) in kinds] == [*["me"] * 320, "help"]


async def test_what_cannot_be_stored_is_not_taken(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def full(*_: object, **__: object) -> None:
        raise StorageError("no room")

    monkeypatch.setattr(house.database, "write", full)
    with pytest.raises(StorageError):
        await house.service.receive(people.message(SUNITA, "/help"))
    monkeypatch.undo()

    assert await house.database.read(inbox.count) == 0


@pytest.mark.both_engines
async def test_an_update_that_is_not_understood_is_done(house: House) -> None:
    await house.comes({"update_id": 5, "poll_answer_of_tomorrow": {"x": 1}})

    assert await house.database.read(inbox.count) == 0


async def test_a_malformed_update_asks_for_nothing_and_the_next_is_carried_out(
    house: House,
) -> None:
    broken = {"update_id": 6, "message": {"chat": {"id": SUNITA}}}

    await house.comes(broken, people.message(SUNITA, "/help"))

    assert (len(await house.database.read(inbox.parked)), len(house.wire.texts_to(SUNITA))) == (
        0,
        1,
    )


@pytest.fixture
def parses_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the library break at every update, however well it is formed."""

    def de_json(*_: object) -> None:
        raise RuntimeError("a bug of the library")

    monkeypatch.setattr(desk, "_WAITS", (0.0,))
    monkeypatch.setattr(Update, "de_json", de_json)


@pytest.mark.usefixtures("parses_nothing")
async def test_she_is_told_of_what_cannot_even_be_parsed(house: House) -> None:
    await house.comes(people.message(SUNITA, "/help"))

    assert [tries for _, tries in await house.database.read(parked)] == [5]
    assert [text.split(".")[0] for text in house.wire.texts_to(SUNITA)] == [
        "Something went wrong on our side"
    ]


@pytest.mark.usefixtures("parses_nothing")
async def test_of_a_tap_that_cannot_be_parsed_she_is_told_by_an_alert(house: House) -> None:
    tap = people.tap(SUNITA, "v1|x")
    tap["callback_query"]["from"]["language_code"] = "en"

    await house.comes(tap)

    assert [tries for _, tries in await house.database.read(parked)] == [5]
    assert "Something went wrong on our side" in house.said_by_method()["answerCallbackQuery"][-1]


@pytest.mark.usefixtures("breaks")
async def test_what_breaks_does_not_hold_back_its_lane(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk, "_WAITS", (0.05,))
    asked = [people.message(SUNITA, text) for text in ("/help", "/privacy", "/language")]

    await house.service.desk.store(asked)
    await house.service.idle()

    assert [text[:16] for text in house.wire.texts_to(SUNITA)] == [
        "<b>What is kept,",
        "In which languag",
        "Something went w",
    ]
    assert await house.database.read(parked) == [("ZeroDivisionError", 5)]


@pytest.mark.usefixtures("breaks")
async def test_what_is_parked_is_counted_for_the_operator(house: House) -> None:
    await house.comes(people.message(SUNITA, "/help"), people.message(MEENA, "/help"))

    assert metrics.UPDATES_PARKED_NOW._value.get() == 2


ODD_PARTS = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=3),
    lambda parts: st.dictionaries(
        st.sampled_from(["from", "chat", "message", "id", "sender_chat", "first_name", "type"]),
        parts,
        max_size=5,
    ),
    max_leaves=12,
)


@given(st.dictionaries(st.sampled_from(["update_id", *ALLOWED_UPDATES]), ODD_PARTS))
def test_who_came_in_is_read_of_whatever_shape(raw: dict[str, object]) -> None:
    incoming = incoming_from_raw(raw)

    assert incoming.sender is None or abs(incoming.sender.telegram_id) < 2**63


def test_a_parked_update_carries_no_words() -> None:
    assert "body" not in ParkedUpdate.__slots__


def test_every_command_is_routed() -> None:
    assert set(menu.COMMANDS) >= {"start", "help", "settings"}
    assert Routes is not None


@pytest.mark.usefixtures("breaks")
async def test_whose_update_is_put_away_reads_it_in_her_language(house: House) -> None:
    await house.comes(people.message(SUNITA, "/language"))
    await house.presses(SUNITA, "हिन्दी")
    update = people.message(SUNITA, "/help")
    await house.comes(update)

    told = await house.service.drop(update["update_id"])
    await house.service.idle()

    number = reference(update["update_id"])
    assert house.wire.texts_to(SUNITA)[-1].startswith(f"नंबर {number} से आपने जो भेजा था")
    assert (told, await house.database.read(parked)) == (True, [])
    assert await house.service.drop(update["update_id"]) is None


async def test_an_update_of_nobody_is_put_away_in_silence(house: House) -> None:
    assert await put_away(house, {"update_id": 6, "message": {"chat": {"id": SUNITA}}}) is False


async def test_what_is_put_away_though_nobody_can_be_told(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(people_acts, "recognise", lambda *_, **__: 1 // 0)

    assert await put_away(house, people.message(SUNITA, "/help")) is False


async def put_away(house: House, update: people.Json) -> bool | None:
    """Park an update by five failures, and put it away."""
    number = update["update_id"]
    await house.database.write(inbox.store, [(number, 7, json.dumps(update))], at=START)
    for _ in range(inbox.TRIES_MAX):
        await house.database.write(inbox.broke, number, "KeyError", at=START)
    told = await house.service.drop(number)
    assert await house.database.read(parked) == []
    return told
