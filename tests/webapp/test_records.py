"""A person's record in the mini-app: taking consent back, codes, merging, lines marked as wrong."""

import re

from groups import claims, second_person
from groups.model.group import Group
from tests.webapp.world import World

Village = tuple[World, Group]

# --- taking consent back --------------------------------------------------------------------------


async def test_she_takes_her_consent_back_in_the_settings(village: Village) -> None:
    world, group = village
    token = await world.open("Kamla", group.start_token)
    before = await (await world.get("/app/settings", token)).text()
    answer = await world.post("/app/settings/withdraw", token, group=group.id)
    said = await answer.text()

    assert 'action="/app/settings/withdraw"' in before
    assert (answer.status, "Kamla" in said, "क्रमांक 4" in said) == (200, False, True)
    assert (await world.get("/app/points", token)).status == 404


# --- a lost phone ---------------------------------------------------------------------------------


async def test_a_leader_makes_a_code_that_is_shown_once(village: Village) -> None:
    world, group = village
    token = await world.open("Sunita", group.start_token)
    made = await world.post("/app/members/code", token, member=world.members["Kamla"])
    shown = re.findall(r"start=claim_(\d{8})", await made.text())
    again = await (await world.get("/app/members", token)).text()

    assert (made.status, len(shown), "claim_" in again) == (200, 1, False)


async def test_a_session_of_the_lost_phone_ends_with_it(village: Village) -> None:
    world, group = village
    lost = await world.open("Kamla", group.start_token)
    made = await world.write(
        claims.make_code,
        world.people["Sunita"],
        world.members["Kamla"],
        new_id=world.new_id,
        at=world.at,
    )
    new = await world.meet("Kamla's new phone")
    await world.write(claims.claim, new, made.code, new_id=world.new_id, at=world.at)
    waiting = await world.read(second_person.waiting, world.people["Meena"], group.id)
    before = (await world.get("/app/passbook", lost)).status
    await world.decide("Meena", waiting[-1].id)
    found = await world.open("Kamla's new phone", group.start_token)

    assert (before, (await world.get("/app/passbook", lost)).status) == (200, 401)
    assert (await world.get("/app/passbook", found)).status == 200
