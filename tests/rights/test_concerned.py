"""The column "concerned herself", cell by cell: every button, command, page and form.

The group's facilitator has founded it, is in it, was in it, or has kin in it: she may only what she
may beside that, and a head who is not concerned may what was the facilitator's.
"""

from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from typing import Any, Final

import pytest

from groups.disputes import acts as disputes
from groups.people.acts import own_kin
from groups.people.effects.records import record_tie
from groups.people.model.people import Member, MemberState, Phone, Tie, pair_of
from groups.people.store.groups import select_group, update_group_state
from groups.people.store.kinships import TieAct
from groups.people.store.members import insert_member, select_member
from groups.vouches.acts import proxies
from handlers.callback_data import pack
from storage.tx import Tx
from tests.rights import table_of_chat as chat_table
from tests.rights import table_of_web as web_table
from tests.rights.rehearsal import Stage
from tests.rights.scene import CHAT, KINDS, Scene
from tests.rights.test_chat import LACKING
from tests.rights.test_web import Rehearsed, Web, filled_in, rows
from tests.webapp.world import served

# Every cell reads every row; tests/groups/programme/test_concerned.py runs on both.
pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)

CONCERNED: Final = "concerned_herself"
REFUSED: Final = LACKING | {CONCERNED}
# Over all groups; or only a question, whose answer counts.
OF_NO_GROUP: Final = frozenset({"groups", "disputes", "glang", "gday"})
NOT_OF_THE_GROUP: Final = frozenset({"/app/groups", "/app/groups/disputes", "/app/groups/records"})
HER_PAGE: Final = "/app/groups/{group}"  # standing: the one cell of her column that says yes
LOOKS_ONLY: Final = frozenset({"/app/standing", "/app/books", "/app/funds", HER_PAGE})


def founded(tx: Tx, scene: Scene) -> None:
    """Make the facilitator the one who set the group up."""
    group = select_group(tx, scene.ids["group"])
    assert group is not None
    her = scene.world.people["Bina"].person_id
    update_group_state(
        tx,
        group.id,
        group.state,
        set_up_by=her,
        facilitator_id=her,
        first_day=group.first_day,
    )


def was_in_it(tx: Tx, scene: Scene) -> None:
    """Give the facilitator a record that ended."""
    _record(tx, scene, MemberState.LEFT)


def waits(tx: Tx, scene: Scene) -> None:
    """Give the facilitator a record that nobody has confirmed."""
    _record(tx, scene, MemberState.WAITING)


def is_in_it(tx: Tx, scene: Scene) -> None:
    """Make the facilitator a member."""
    _record(tx, scene, MemberState.ACTIVE)


def has_kin_in_it(tx: Tx, scene: Scene) -> None:
    """Make the facilitator kin of a woman who has a record in two groups."""
    world, day = scene.world, scene.world.at.date()
    radha = select_member(tx, scene.ids["radha"])
    assert radha is not None
    for number, person_id in ((90, world.people["Bina"].person_id), (91, radha.person_id)):
        left = MemberState.LEFT
        insert_member(
            tx,
            Member(
                f"kin{number}",
                scene.ids["other"],
                person_id,
                number,
                "",
                left,
                Phone.OWN,
                day,
                day,
            ),
        )
    pair = pair_of("kin90", "kin91")
    tie = TieAct("kinofhers", scene.ids["other"], pair, Tie.KIN, "declared", "kin90", None)
    record_tie(tx, tie, at=world.at)


def says_that_kin_are_in_it(tx: Tx, scene: Scene) -> None:
    """Let the facilitator say that a member is her kin."""
    own_kin.tell(tx, scene.world.people["Bina"], scene.ids["radha"], at=scene.world.at)


def _record(tx: Tx, scene: Scene, state: MemberState) -> None:
    her, day = scene.world.people["Bina"].person_id, scene.world.at.date()
    member = Member("hers", scene.ids["group"], her, 99, "", state, Phone.OWN, day, None)
    insert_member(tx, member)


# How the group concerns her, and as whom she is seen there beside that.
HOW: Final[dict[Callable[[Tx, Scene], None], str]] = {
    founded: "stranger",
    was_in_it: "left",
    waits: "waiting",
    is_in_it: "member",
    has_kin_in_it: "stranger",
    says_that_kin_are_in_it: "stranger",
}


@pytest.fixture(params=HOW, ids=lambda how: how.__name__)
async def concerned(scene: Scene, request: pytest.FixtureRequest) -> tuple[Scene, str]:
    """Return the village in which the facilitator is concerned, and as whom she is seen."""
    await scene.world.write(request.param, scene)
    return scene, HOW[request.param]


def cells() -> list[tuple[str, chat_table.Row]]:
    """Return the buttons that the group's own facilitator may tap."""
    return [
        (verb, row)
        for verb, row in chat_table.TAPS.items()
        if "facilitator" in row.may | row.looks
        and "head" not in row.may
        and verb not in OF_NO_GROUP
    ]


async def test_she_taps_only_what_she_may_beside_that(concerned: tuple[Scene, str]) -> None:
    scene, beside = concerned
    stage = await Stage.open(scene)
    wrong = {}
    for verb, row in cells():
        answer = await stage.tap("facilitator", _carried(verb, row, scene))
        if beside in row.may | row.looks:
            is_right = answer.refused not in REFUSED
        else:
            is_right = answer.refused == CONCERNED and not answer.changed
        if not is_right:
            wrong[verb] = answer

    assert wrong == {}


async def test_a_head_taps_in_her_place(concerned: tuple[Scene, str]) -> None:
    scene, _ = concerned
    stage = await Stage.open(scene)
    stage.looks_at_all = False
    wrong = {
        verb: answer
        for verb, row in cells()
        if (answer := await stage.tap("head", _carried(verb, row, scene))).refused in REFUSED
    }

    assert wrong == {}


async def test_another_facilitator_taps_nothing_while_a_head_can(
    concerned: tuple[Scene, str],
) -> None:
    scene, _ = concerned
    stage = await Stage.open(scene)
    wrong = {
        verb: answer
        for verb, row in cells()
        if (answer := await stage.tap("other facilitator", _carried(verb, row, scene))).refused
        not in LACKING
        or answer.changed
    }

    assert wrong == {}


async def test_commands_in_the_chat_are_those_that_she_has_beside_that(
    concerned: tuple[Scene, str],
) -> None:
    scene, beside = concerned
    stage = await Stage.open(scene)
    stage.looks_at_all = False
    wrong = {
        command: answer
        for command, (_, in_chat) in chat_table.COMMANDS.items()
        if "facilitator" in in_chat
        and "stranger" not in in_chat
        and ((answer := await stage.write("facilitator", f"/{command}", CHAT)).refused in REFUSED)
        is (beside in in_chat or command == "group")  # standing: the yes of her column
    }

    assert wrong == {}


@pytest.fixture
async def web(concerned: tuple[Scene, str]) -> AsyncIterator[tuple[Web, str]]:
    """Return the mini-app over the village in which the facilitator is concerned."""
    scene, beside = concerned
    world = scene.world
    books: Any = Rehearsed(world.database)
    registers = {it: await filled_in(scene, scene.ids[it]) for it in ("meeting", "closed")}
    made = Web(scene, books, registers)
    for kind in ("facilitator", "head", "other facilitator"):
        made.tokens[kind] = world.session_in(KINDS[kind], scene.ids["group"])
    async with served(world, front=replace(world.front(), database=books)):
        yield made, beside


def pages() -> list[tuple[str, str, web_table.Row]]:
    """Return the pages and forms that the group's own facilitator may open and send."""
    return [
        (method, path, row)
        for method, path, row in rows()
        if "facilitator" in row.may
        and "stranger" not in row.may
        and "{waits}" not in path
        and path not in NOT_OF_THE_GROUP
    ]


async def test_she_opens_and_sends_only_what_she_may_beside_that(web: tuple[Web, str]) -> None:
    served_web, beside = web
    wrong = {}
    for method, path, row in [*pages(), *_records()]:
        asked = await served_web.ask("facilitator", method, path, row)
        if beside in row.may or path in LOOKS_ONLY:
            is_right = asked.refused not in REFUSED
        else:
            is_right = asked.refused == CONCERNED
        if not is_right:
            wrong[f"{method} {path}"] = (asked.status, asked.refused)

    assert wrong == {}


async def test_a_head_opens_and_sends_in_her_place(web: tuple[Web, str]) -> None:
    served_web, _ = web
    wrong = {
        f"{method} {path}": (asked.status, asked.refused)
        for method, path, row in [*pages(), *_records()]
        if (asked := await served_web.ask("head", method, path, row)).refused in REFUSED
    }

    assert wrong == {}


def _records() -> list[tuple[str, str, web_table.Row]]:
    return [
        ("POST", path, row) for path, row in web_table.FORMS.items() if path in NOT_OF_THE_GROUP
    ]


async def test_what_is_asked_goes_to_the_head(concerned: tuple[Scene, str]) -> None:
    world, group_id = concerned[0].world, concerned[0].ids["group"]
    newest = await world.read(lambda tx: tx.value("SELECT MAX(n) FROM outbox"))
    await world.write(
        disputes.ask,
        world.people["Geeta"],
        group_id,
        "score:2026-07-31",
        new_id=world.new_id,
        at=world.at,
    )
    await world.write(
        proxies.speak,
        world.people["Sunita"],
        group_id,
        concerned[0].ids["phool"],
        world.members["Geeta"],
        new_id=world.new_id,
        at=world.at,
    )
    told = await world.read(
        lambda tx: tx.rows(
            "SELECT kind, person_id FROM outbox WHERE n > :n AND kind IN"
            " ('disputed', 'proxies_wait') ORDER BY kind",
            n=newest,
        )
    )
    head = world.people["Asha"].person_id

    assert [tuple(row) for row in told] == [("disputed", head), ("proxies_wait", head)]


def _carried(verb: str, row: chat_table.Row, scene: Scene) -> str:
    return pack(verb, *(part.format(**scene.ids) for part in row.parts))
