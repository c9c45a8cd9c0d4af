"""A person's record in the mini-app: withdrawing consent, codes, merging, disputes."""

import re
from datetime import timedelta

from groups.deciding import acts as second_person
from groups.joining.acts import claims, joining
from groups.people.model.group import Group
from tests.groups.ticking import tick
from tests.webapp.world import World

Village = tuple[World, Group]

# --- withdrawing consent --------------------------------------------------------------------------


async def test_she_takes_her_consent_back_in_the_settings(village: Village) -> None:
    world, group = village
    token = await world.open("Kamla", group.start_token)
    before = await (await world.get("/app/settings", token)).text()
    answer = await world.post("/app/settings/withdraw", token, group=group.id)
    said = await answer.text()

    assert 'action="/app/settings/withdraw"' in before
    [undo] = re.findall(r'name="pending" value="([a-z0-9]+)"', said)
    undone = await world.post("/app/settings/undo", token, pending=undo)

    assert (answer.status, "नंबर 4" in said, "/app/settings/undo" in said) == (200, True, True)
    assert 'action="/app/settings/withdraw"' in await undone.text()


async def test_a_day_after_she_took_it_back_nothing_of_hers_is_shown(village: Village) -> None:
    world, group = village
    token = await world.open("Kamla", group.start_token)
    await world.post("/app/settings/withdraw", token, group=group.id)
    later = world.at + timedelta(days=1)
    await world.write(tick, "pending changes", new_id=world.new_id, at=later)

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
    await world.decide("Meena", waiting[-1].id)
    before = (await world.get("/app/passbook", lost)).status
    later = world.at + timedelta(days=2)
    await world.write(tick, "pending changes", new_id=world.new_id, at=later)
    new_token = await world.open("Kamla's new phone", group.start_token)

    assert (before, (await world.get("/app/passbook", lost)).status) == (200, 401)
    assert (await world.get("/app/passbook", new_token)).status == 200


# --- disputes -------------------------------------------------------------------------------------


async def test_a_line_of_the_passbook_is_marked_and_decided_from_the_list_of_all(
    village: Village,
) -> None:
    world, group = village
    hers, asha = await world.open("Kamla", group.start_token), await world.open("Asha")
    [entry, *_] = re.findall(
        r'name="entry" value="([^"]+)"', await (await world.get("/app/passbook", hers)).text()
    )
    marked = await world.post("/app/passbook/dispute", hers, entry=entry)
    listed = await (await world.get("/app/groups/disputes", asha)).text()
    [dispute] = re.findall(r'action="/app/disputes/(\w+)"', listed)
    decided = await world.post(
        f"/app/disputes/{dispute}", asha, state="upheld", reason="देखा", of="all"
    )

    assert "गलत बताया गया" in await marked.text()
    assert ("4 · Kamla" in listed, "Ekta" in listed) == (True, True)
    assert (decided.status, decided.headers["Content-Location"]) == (200, "/app/groups/disputes")
    assert "Kamla" not in await decided.text()


async def test_a_line_of_money_is_not_put_right_by_a_tap(village: Village) -> None:
    world, group = village
    hers, asha = await world.open("Kamla", group.start_token), await world.open("Asha")
    page = await (await world.get("/app/passbook", hers)).text()
    [entry, *_] = re.findall(r'name="entry" value="([^"]+)"', page)
    await world.post("/app/passbook/dispute", hers, entry=entry)
    listed = await (await world.get("/app/groups/disputes", asha)).text()
    [dispute] = re.findall(r'action="/app/disputes/(\w+)"', listed)
    form = {"state": "corrected", "reason": "देखा", "of": "all"}

    assert 'value="corrected"' not in listed
    assert (await world.post(f"/app/disputes/{dispute}", asha, **form)).status == 409


# --- two records of one woman ---------------------------------------------------------------------


async def test_two_records_are_proposed_and_asked_about(village: Village) -> None:
    world, group = village
    added = await world.write(
        joining.add_without_phone,
        world.people["Sunita"],
        group.id,
        "Kamla Devi",
        new_id=world.new_id,
        at=world.at,
    )
    await world.decide("Meena", added.request.id)
    asha = await world.open("Asha", group.start_token)
    before = await (await world.get("/app/groups/records", asha)).text()
    done = await world.post(
        "/app/groups/records",
        asha,
        kept=world.members["Kamla"],
        gone=added.member.id,
        reason="एक ही हैं",
    )
    said = await done.text()

    assert f'name="gone" value="{added.member.id}"' in before
    assert (done.status, "नंबर 13 का रिकॉर्ड" in said) == (200, True)
    assert await world.read(lambda tx: tx.rows("SELECT kind, state FROM pending_changes")) == [
        ("merge", "waiting")
    ]
