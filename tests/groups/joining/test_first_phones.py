"""The first phone of a record comes in at once, unless the record has pictures: then it waits."""

import pytest

from groups.people.model.people import Phone
from tests.groups.claiming import carry_out, ended, has_pictures, make, pending_id, show, waiting_id
from tests.groups.hamlet import Hamlet
from tests.groups.joining.test_moves import STRANGERS, owners, with_facilitator


async def test_a_first_phone_waits_for_nothing_and_is_told_at_once(hamlet: Hamlet) -> None:
    _, ids = await with_facilitator(hamlet)
    await show(hamlet, "New", (await make(hamlet, ids["Phoolmati"])).code)
    heard = await hamlet.told("claim_told"), await hamlet.told("claim_told_facilitator")
    await hamlet.decide("Meena", await waiting_id(hamlet))

    assert heard == ([None], ["Asha"])
    assert (await owners(hamlet))[1] == ("Phoolmati", Phone.OWN)
    assert await hamlet.rows("SELECT id FROM pending_changes") == []
    assert len(await hamlet.told("claim_told")) == 1


@pytest.mark.both_engines
async def test_a_record_with_pictures_waits_like_one_with_a_phone(hamlet: Hamlet) -> None:
    _, ids = await with_facilitator(hamlet)
    await hamlet.write(has_pictures, ids["Phoolmati"])
    await show(hamlet, "New", (await make(hamlet, ids["Phoolmati"])).code)
    await hamlet.decide("Meena", await waiting_id(hamlet))
    hamlet.pass_days(1)
    early = await carry_out(hamlet), (await owners(hamlet))[1]
    [(asha, card)] = await hamlet.said("pending_move_facilitator")

    assert (early, asha, card["has_phone"]) == ((0, STRANGERS), "Asha", False)
    assert await hamlet.told("claim_told") == [None]
    assert await hamlet.told("claim_told_facilitator") == []
    hamlet.pass_days(1)
    assert await carry_out(hamlet) == 1
    assert (await owners(hamlet))[1] == ("Phoolmati", Phone.OWN)


async def test_the_facilitator_stops_the_move_of_a_record_with_pictures(hamlet: Hamlet) -> None:
    _, ids = await with_facilitator(hamlet)
    await hamlet.write(has_pictures, ids["Phoolmati"])
    await show(hamlet, "New", (await make(hamlet, ids["Phoolmati"])).code)
    await hamlet.decide("Meena", await waiting_id(hamlet))
    await ended(hamlet, "Asha", await pending_id(hamlet), stops=True)
    hamlet.pass_days(30)

    assert (await carry_out(hamlet), (await owners(hamlet))[1]) == (0, STRANGERS)
