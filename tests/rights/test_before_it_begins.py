"""In a group that has not begun, nobody can do anything except let it begin."""

from typing import Final

import pytest

from handlers.callback_data import pack
from tests.rights import table_of_chat as table
from tests.rights.rehearsal import Stage
from tests.rights.scene import KINDS, NEW_CHAT, REFUSED_CHAT, WAITING_CHAT, Scene
from tests.rights.test_chat import LACKING
from tests.webapp.world import served

# Every cell reads every row; test_web tries what differs between the engines.
pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)

CHATS: Final = {"new": NEW_CHAT, "waits": WAITING_CHAT, "refused": REFUSED_CHAT}
NOT_BEGUN: Final = {"group_not_ready", "already_decided"}
# These show only a question, or ask for her own group, which is another one.
ASKED_ELSEWHERE: Final = {"glang", "gday", "leave", "leaveyes", "withdrawyes"}
JOINING: Final = {"agree", "adult", "young"}


@pytest.mark.parametrize("state", CHATS)
async def test_no_button_does_anything(scene: Scene, stage: Stage, state: str) -> None:
    ids = dict.fromkeys(scene.ids, "aaaaaaaaaa") | {"group": scene.ids[state]}
    wrong = {
        f"{kind}: {verb}": answer
        for verb, row in table.TAPS.items()
        if "{group}" in row.parts and verb not in ASKED_ELSEWHERE | JOINING
        for kind in KINDS
        if (
            answer := await stage.tap(kind, pack(verb, *(it.format(**ids) for it in row.parts)))
        ).refused
        not in LACKING | NOT_BEGUN
        or answer.changed
    }

    assert wrong == {}


@pytest.mark.parametrize("state", CHATS)
async def test_no_command_in_its_chat_does_anything(scene: Scene, stage: Stage, state: str) -> None:
    changed = [
        f"{kind}: /{command}"
        for command in table.COMMANDS
        for kind in KINDS
        if (await stage.write(kind, f"/{command}", CHATS[state])).changed
    ]

    assert changed == []


@pytest.mark.parametrize("verb", ["admit", "refuse", "look"])
@pytest.mark.parametrize("state", ["new", "refused"])
async def test_only_what_waits_is_admitted(
    scene: Scene, stage: Stage, state: str, verb: str
) -> None:
    answers = [await stage.tap(kind, pack(verb, scene.ids[state])) for kind in KINDS]

    assert [it for it in answers if it.changed] == []


@pytest.mark.parametrize("state", ["waits", "refused"])
async def test_whoever_is_a_member_elsewhere_sets_no_other_group_up(
    scene: Scene, stage: Stage, state: str
) -> None:
    token = scene.ids[f"{state}_token"]
    members = ("member", "president", "frozen", "waiting", "elsewhere")

    answers = [await stage.write(kind, f"/start set_{token}") for kind in members]

    assert [it for it in answers if not it.refused or it.changed] == []


@pytest.mark.parametrize("state", CHATS)
async def test_no_page_of_it_is_shown(scene: Scene, state: str) -> None:
    world = scene.world
    pages = ("standing", "members", "meetings", "register", "vouch", "points", "waiting", "agreed")
    shown = []
    async with served(world):
        for kind, name in KINDS.items():
            token = world.session_in(name, scene.ids[state])
            answers = [(page, await world.get(f"/app/{page}", token)) for page in pages]
            shown += [f"{kind}: {page}" for page, answer in answers if answer.status == 200]

    assert shown == []
