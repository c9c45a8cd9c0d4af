"""Every command and every button, tried by every kind of person: whoever may not is refused."""

from typing import Final

import pytest

from handlers.acts.menu import COMMANDS, TAPS
from handlers.callback_data import pack
from tests.rights import table_of_chat as table
from tests.rights.rehearsal import Stage, Told
from tests.rights.scene import CHAT, KINDS, OUTSIDE, Scene

# Every cell reads every row; test_web tries what differs between the engines.
on_sqlite = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)

NOT_THERE: Final = "not_found"
# The refusal of a missing right: for outsiders, for the group's people, for former or frozen ones.
LACKING: Final = frozenset({NOT_THERE, "not_yours", "not_a_member", "member_frozen"})


@on_sqlite
async def test_whoever_may_not_tap_a_button_is_refused_and_nothing_changes(
    scene: Scene, stage: Stage
) -> None:
    wrong = {
        f"{kind}: {verb}": answer
        for verb, row in table.TAPS.items()
        for kind in KINDS
        if kind not in row.may | row.looks
        and _is_wrong(answer := await stage.tap(kind, _carried(verb, row, scene)), row.told)
    }

    assert wrong == {}


@on_sqlite
async def test_whoever_only_looks_changes_nothing(scene: Scene, stage: Stage) -> None:
    changed = [
        f"{kind}: {verb}"
        for verb, row in table.TAPS.items()
        for kind in row.looks
        if (await stage.tap(kind, _carried(verb, row, scene))).changed
    ]

    assert changed == []


@on_sqlite
async def test_a_button_reads_the_same_for_what_is_not_hers_and_what_is_not_there(
    scene: Scene, stage: Stage
) -> None:
    stage.looks_at_all = False
    different = {
        f"{kind}: {verb}": (hers, nothing)
        for verb, row in table.TAPS.items()
        if any(part.startswith("{") for part in row.parts)
        for kind in OUTSIDE - row.may - row.looks
        if (hers := await stage.tap(kind, _carried(verb, row, scene)))
        != (nothing := await stage.tap(kind, _carried(verb, row, scene, unknown=True)))
    }

    assert different == {}


@on_sqlite
async def test_whoever_may_tap_a_button_is_not_refused_for_who_she_is(
    scene: Scene, stage: Stage
) -> None:
    stage.looks_at_all = False
    wrong = {
        f"{kind}: {verb}": answer
        for verb, row in table.TAPS.items()
        for kind in row.may | row.looks
        if (answer := await stage.tap(kind, _carried(verb, row, scene))).refused in LACKING
    }

    assert wrong == {}


@on_sqlite
async def test_whoever_may_not_give_a_command_is_refused_and_nothing_changes(stage: Stage) -> None:
    wrong = {
        f"{kind}: /{command} in {place or 'private'}": answer
        for command, places in table.COMMANDS.items()
        for place, may in zip((None, CHAT), places, strict=True)
        for kind in KINDS
        if kind not in may and _is_wrong(answer := await stage.write(kind, f"/{command}", place))
    }

    assert wrong == {}


@on_sqlite
async def test_whoever_may_give_a_command_is_not_refused_for_who_she_is(stage: Stage) -> None:
    stage.looks_at_all = False
    wrong = {
        f"{kind}: /{command} in {place or 'private'}": answer
        for command, places in table.COMMANDS.items()
        for place, may in zip((None, CHAT), places, strict=True)
        for kind in may
        if (answer := await stage.write(kind, f"/{command}", place)).refused in LACKING
    }

    assert wrong == {}


@on_sqlite
async def test_whoever_may_not_follow_a_link_is_refused_and_nothing_changes(
    scene: Scene, stage: Stage
) -> None:
    wrong = {
        f"{kind}: {link}": answer
        for link, row in table.STARTS.items()
        for kind in KINDS
        if kind not in row.may | row.looks
        and _is_wrong(
            answer := await stage.write(kind, f"/start {link.format(**scene.ids)}"), row.told
        )
    }

    assert wrong == {}


@on_sqlite
async def test_a_link_that_leads_nowhere_is_told_to_everybody_alike(stage: Stage) -> None:
    answers = {
        (kind, link): await stage.write(kind, f"/start {link}")
        for kind in KINDS
        for link in table.NOWHERE
    }

    assert [it for it, answer in answers.items() if answer.refused or answer.changed] == []
    assert {
        (said.kind, said.facts["is_link_old"])
        for answer in answers.values()
        for said in answer.said
    } == {("newcomer", True)}


@on_sqlite
async def test_who_is_in_no_group_is_shown_her_home_by_a_members_command(stage: Stage) -> None:
    kinds = ("stranger", "waiting", "left", "facilitator", "other facilitator", "head")
    answers = {
        (kind, command): await stage.write(kind, f"/{command}")
        for kind in kinds
        for command in table.OF_MEMBERS
    }

    assert [it for it, answer in answers.items() if answer.refused or answer.changed] == []
    assert {said.kind for answer in answers.values() for said in answer.said} == {
        "facilitator",
        "home",
        "newcomer",
    }


@on_sqlite
async def test_who_opens_no_meeting_reads_when_it_is_and_opens_none(stage: Stage) -> None:
    answers = [
        await stage.write(kind, "/meeting", place)
        for kind in ("member", "frozen", "facilitator")
        for place in (None, CHAT)
        if (kind, place) != ("facilitator", None)  # she is in no group
    ]

    assert [(answer.refused, answer.changed) for answer in answers] == [("", False)] * 5
    assert {said.kind for answer in answers for said in answer.said} == {"meeting_when"}


def test_no_button_and_no_command_is_missing_from_the_table() -> None:
    missing = sorted(set(TAPS) - set(table.TAPS)), sorted(set(COMMANDS) - set(table.COMMANDS))
    vain = sorted(set(table.TAPS) - set(TAPS)), sorted(set(table.COMMANDS) - set(COMMANDS))

    assert {"have no row": missing, "are no more": vain} == {
        "have no row": ([], []),
        "are no more": ([], []),
    }


def _is_wrong(answer: Told, more: frozenset[str] = frozenset()) -> bool:
    return answer.refused not in LACKING | more or answer.changed


def _carried(verb: str, row: table.Row, scene: Scene, *, unknown: bool = False) -> str:
    ids = dict.fromkeys(scene.ids, "aaaaaaaaaa") if unknown else scene.ids
    return pack(verb, *(part.format(**ids) for part in row.parts))
