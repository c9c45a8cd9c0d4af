"""A stranger who asks again and again to join does not fill the office-bearers' phones."""

import pytest

from groups.joining.acts import joining
from groups.joining.model import AskedTooOften
from groups.people.model.group import Group
from tests.groups.claiming import waiting_id
from tests.groups.hamlet import Hamlet


async def asks(hamlet: Hamlet, group: Group, times: int, ends: str) -> None:
    """Let a stranger ask so many times; each time she is declined, or takes it back herself."""
    for _ in range(times):
        await hamlet.join("Stranger", group, is_in_chat=False)
        if ends == "declined":
            await hamlet.decide("Sunita", await waiting_id(hamlet), is_yes=False)
        else:
            stranger = await hamlet.meet("Stranger")
            await hamlet.write(joining.leave, stranger, new_id=hamlet.new_id, at=hamlet.at())


@pytest.mark.both_engines
@pytest.mark.parametrize("ends", ["declined", "taken back"])
async def test_after_three_times_she_waits_a_week(hamlet: Hamlet, ends: str) -> None:
    group, _ = await hamlet.village("Meena")
    with pytest.raises(AskedTooOften):
        await asks(hamlet, group, 4, ends)
    told = await hamlet.told("confirm_member")
    hamlet.pass_days(8)
    await asks(hamlet, group, 1, ends)

    assert (told, len(await hamlet.told("confirm_member"))) == (["Sunita"] * 3, 4)


async def test_who_is_seen_in_the_chat_comes_in_all_the_same(hamlet: Hamlet) -> None:
    group, _ = await hamlet.village("Meena")
    await asks(hamlet, group, 3, "declined")

    assert not (await hamlet.join("Stranger", group, is_in_chat=True)).waits
