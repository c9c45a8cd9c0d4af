"""In the mini-app a large cash difference waits for a second person; the funds page names it."""

from datetime import timedelta

from groups.people.model.group import Group
from tests.webapp.world import World

Village = tuple[World, Group]


async def test_it_waits_for_a_yes_on_another_phone_and_is_in_the_facilitators_list(
    village: Village,
) -> None:
    world, group = village
    world.at += timedelta(days=7)
    for name in ("Sunita", "Meena", "Asha"):
        await world.speaks(name, "en")
    meeting = await world.hold(group, "Sunita", is_closed=False)
    register = await world.register(meeting, "Sunita", {})
    form = {f"mark-{it.member_id}": it.mark.value for it in register.lines}
    form |= {f"saved-{it.member_id}": str(it.saved // 100) for it in register.lines}
    form |= {"cash": str(register.cash_counted // 100 + 1000), "cash_reason": "unknown"}
    sunita, meena, asha = [
        await world.open(name, group.start_token) for name in ("Sunita", "Meena", "Asha")
    ]

    asked = await world.post(f"/app/register/{meeting}/close", sunita, **form)
    waiting = await (await world.get("/app/waiting", meena)).text()
    [confirm] = [it for it in waiting.split('"') if it.endswith("/confirm")]
    confirmed = await world.post(confirm, meena)
    again = await world.post(f"/app/register/{meeting}/close", sunita, **form)
    funds = await (await world.get("/app/funds", sunita)).text()
    listed = await (await world.get("/app/groups", asha)).text()

    assert (asked.status, asked.headers["X-Unsettled"]) == (409, "1")
    assert "The cash differs by ₹1,000." in await asked.text()
    assert "Cash difference: ₹1,000" in waiting
    assert (confirmed.status, again.status) == (200, 200)
    assert "The meeting is closed" in await again.text()
    assert "Cash difference: ₹1,000 – so much more was counted" in funds
    assert "Cash difference on " in listed
