"""Before somebody confirms her, a person learns nothing of the group but its name."""

import json
import re
from typing import Final

import pytest

from groups.people.model.people import MemberState
from groups.people.rules.rights import RIGHTS, Right, Who
from handlers.callback_data import pack
from tests.rights import table_of_chat as chat_table
from tests.rights import table_of_web as web_table
from tests.rights.rehearsal import Stage
from tests.rights.scene import CHAT, Scene
from tests.rights.test_web import Web, web
from tests.webapp.world import AGREED

__all__ = ["web"]  # the mini-app, served over the village

# The answers do not depend on the engine.
on_sqlite = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)

UNCONFIRMED: Final = ("waiting", "stranger")
# Those of the group whom an answer might name; the facilitator is named to whom she writes to.
MEMBERS: Final = re.compile(r"Sunita|Meena|Kamla|Radha|Geeta|Usha|Rekha|Dulari|Phool")
OF_THE_GROUP: Final = ("village", "saving", "meeting_day", "meeting_minute", "others", "members")


def learnt(words: str) -> list[str]:
    """Return what an answer says of the group beside its name."""
    values = [
        f"{name}: {value}"
        for name in OF_THE_GROUP
        for value in re.findall(rf'"{name}":\s*("[^"]+"|\[[^\]]+|[1-9]\d*)', words)
    ]
    named = MEMBERS.findall(words)
    return values + named + ([AGREED.village] if AGREED.village in words else [])


def test_who_waits_has_rights_over_what_is_hers_alone() -> None:
    hers = {right for right, who in RIGHTS.items() if Who.WAITING in who}

    assert hers == {
        Right.SEE_OWN_RECORD,
        Right.CORRECT_OWN_NAME,
        Right.LEAVE,
        Right.AGREE,
        Right.WITHDRAW_CONSENT,
        Right.END_PENDING,
    }
    assert MemberState.WAITING.value == Who.WAITING.value


@on_sqlite
async def test_no_button_tells_her_anything(scene: Scene, stage: Stage) -> None:
    stage.looks_at_all = False
    told = {
        f"{kind}: {verb}": found
        for verb, row in chat_table.TAPS.items()
        for kind in UNCONFIRMED
        for place in (None, CHAT)
        if (
            found := learnt(
                (
                    await stage.tap(
                        kind, pack(verb, *(it.format(**scene.ids) for it in row.parts)), place
                    )
                ).words
            )
        )
    }

    assert told == {}


@on_sqlite
async def test_no_command_and_no_link_tells_her_anything(scene: Scene, stage: Stage) -> None:
    stage.looks_at_all = False
    starts = (*chat_table.STARTS, "join_{token}", "claim_000000", "open")
    written = [f"/{name}" for name in chat_table.COMMANDS]
    written += [f"/start {link.format(**scene.ids)}" for link in starts]
    told = {
        f"{kind}: {text}": found
        for text in written
        for kind in UNCONFIRMED
        if (found := learnt((await stage.write(kind, text)).words))
    }

    assert told == {}


async def test_no_page_and_no_form_tells_her_anything(web: Web) -> None:
    asked = [("GET", path, row) for path, row in web_table.LOOKS.items()]
    asked += [("POST", path, row) for path, row in web_table.FORMS.items()]
    told = {
        f"{kind}: {method} {path}": found
        for method, path, row in asked
        for kind in UNCONFIRMED
        if (found := learnt((await web.ask(kind, method, path, row)).words))
    }

    assert told == {}


def test_what_she_must_not_learn_is_seen_where_it_stands() -> None:
    facts = json.dumps({"number": 7, "village": "Chunar", "name": "Ekta", "saving": 2000})

    assert learnt(facts) == ['village: "Chunar"', "saving: 2000", "Chunar"]
    assert learnt("1 · Sunita") == ["Sunita"]
    assert learnt('{"village": null, "members": [], "saving": null}') == []
