"""Updates that no Telegram sends: whatever they lack or hold, none is parked."""

from collections.abc import Iterator
from copy import deepcopy
from typing import Any, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.acts.menu import COMMANDS, TAPS
from handlers.callback_data import VERSION
from tests.handlers import people
from tests.rights.odd import UNHURRIED
from tests.rights.rehearsal import Stage
from tests.rights.scene import CHAT, Scene

WHO: Final = ("president", "facilitator", "member", "waiting", "stranger")
Json = dict[str, Any]
ODD: Final[tuple[Any, ...]] = (
    *(None, True, False, -1, 0, 2**31, 2**53, 2**63 - 1, 2**63, -(2**63), -(2**63) - 1, 10**400),
    *(
        1.5,
        float("nan"),
        float("inf"),
        "",
        "x",
        "\x00",
        "\ud800",
        "5",
        [],
        {},
        [[]],
        [None],
        {"id": 1},
    ),
    *([{"type": "bot_command", "offset": 10**9, "length": -1}], {"id": 2**63, "type": "x"}),
)


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
@settings(max_examples=100, suppress_health_check=UNHURRIED)
@given(st.data())
async def test_no_odd_update_breaks_the_desk(
    scene: Scene, stage: Stage, data: st.DataObject
) -> None:
    update = data.draw(st.sampled_from(list(usual(scene))))
    for _ in range(data.draw(st.integers(1, 3))):
        place = data.draw(st.sampled_from(list(places(update)) or [("message",)]))
        update = changed(update, place, data.draw(st.sampled_from([GONE, *ODD])))
    stage.looks_at_all = False

    await stage.send({**update, "update_id": 9_000_000})


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
async def test_no_odd_value_in_any_place_breaks_the_desk(scene: Scene, stage: Stage) -> None:
    stage.looks_at_all = False
    broken: list[str] = []
    for update in samples(scene):
        for place in places(update):
            for odd in (GONE, *ODD):
                try:
                    await stage.send({**changed(update, place, odd), "update_id": 9_000_000})
                except Exception as error:  # noqa: BLE001 - whatever it is, it would be parked
                    broken.append(f"{'.'.join(map(str, place))}: {odd!r:.20} {error!r}")
    assert broken == []


GONE: Final = object()


def usual(scene: Scene) -> Iterator[Json]:
    """Return an update of every kind that the bot looks at, with ids of the village."""
    ids = list(scene.ids.values())
    for who in map(scene.telegram_id, WHO):
        for name in COMMANDS:
            yield people.message(who, f"/{name}")
            yield people.message(who, f"/{name} {ids[0]} 5", CHAT)
        for at, verb in enumerate(TAPS):
            parts = "|".join(ids[at % len(ids) :][:2])
            yield people.tap(who, f"{VERSION}|{verb}|{parts}"[:64])
    yield from samples(scene)


def samples(scene: Scene) -> Iterator[Json]:
    """Return one update of each shape."""
    who = scene.telegram_id("president")
    answered = people.message(scene.telegram_id("member"), "here", CHAT)["message"]
    yield people.message(who, "/vouch", CHAT, reply_to_message=answered)
    yield people.message(who, "500")
    yield people.message(who, "here", CHAT, message_thread_id=5, is_topic_message=True)
    yield people.message(who, "/points", CHAT, sender_chat=people.chat(CHAT))
    yield people.message(who, "/start join_" + scene.ids["token"])
    yield people.tap(who, f"{VERSION}|home", CHAT)
    yield people.tap(who, f"{VERSION}|home")
    yield people.bot_comes(who, -77)
    yield people.bot_comes(who, -77, can_pin_messages=True)
    yield people.bot_goes(who, CHAT)
    yield people.blocks(who)
    yield people.moves(CHAT, -78)
    yield people.moved_from(CHAT, -78)
    body = people.bot_comes(who, CHAT)["my_chat_member"]
    yield {
        "chat_member": {**body, "new_chat_member": {"user": people.user(who), "status": "member"}}
    }
    voice = {"file_id": "f", "file_unique_id": "u", "duration": 3}
    for kind in (
        {"voice": voice},
        {"document": {"file_id": "f", "file_unique_id": "u"}, "caption": "c"},
    ):
        written = people.message(who, "")
        del written["message"]["text"]
        yield {"message": written["message"] | kind}


def places(value: Any, before: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Return every place in an update where something stands."""
    inner = (
        value.items()
        if isinstance(value, dict)
        else enumerate(value)
        if isinstance(value, list)
        else ()
    )
    for name, below in inner:
        if name == "update_id":
            continue
        yield (*before, name)
        yield from places(below, (*before, name))


def changed(update: Json, place: tuple[Any, ...], odd: Any) -> Json:
    """Return the update with something odd, or nothing, in one place."""
    made = deepcopy(update)
    *way, last = place
    inner: Any = made
    for name in way:
        inner = inner[name]
    if odd is GONE:
        inner.pop(last, None) if isinstance(inner, dict) else inner.pop(last)
    else:
        inner[last] = odd
    return made
