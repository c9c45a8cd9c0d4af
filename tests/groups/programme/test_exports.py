"""The programme team's export of standings: every period, and no person."""

import csv

from groups.practice import village as practice
from groups.programme.acts import exports
from storage.database import Database
from tests.groups.living import the_group


async def rows(village: Database, group_id: str | None = None) -> list[dict[str, str]]:
    """Return the file's rows, read by the CSV rules of spreadsheets."""
    async with village.long_read() as read:
        lines = [line async for line in exports.standings_csv(read, group_id=group_id)]
    return list(csv.DictReader(lines))


async def test_every_period_of_the_group_is_a_row(village: Database) -> None:
    exported = await rows(village)

    assert [row["period"] for row in exported] == sorted({row["period"] for row in exported})
    assert len(exported) == 16


async def test_a_row_tells_marks_letter_and_mean_points(village: Database) -> None:
    last = (await rows(village))[-1]

    assert (last["letter"], last["members"]) == ("B", "12")
    assert 0 < float(last["marks_lending"]) <= 20
    assert sum(map(int, last["steps_closed"].split("/"))) == 12
    assert float(last["mean_points_meetings"]) > 0


async def test_another_group_is_left_out(village: Database) -> None:
    own = (await village.read(the_group)).id

    assert await rows(village, "nobody") == []
    assert {row["group"] for row in await rows(village, own)} == {own}


async def test_nobody_is_named(village: Database) -> None:
    text = str(await rows(village))

    assert [one.name for one in practice.CAST if one.name.split()[0] in text] == []
