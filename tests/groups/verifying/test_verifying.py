"""Every run is recomputed: the check finds every change made by hand, and names it."""

from typing import LiteralString

import pytest

from groups.verifying import acts as verifying
from ledger.findings import Fault, Finding
from storage.database import open_database
from tests.ledger.making import by_hand

GROUP = "id00004"
READING = "2026-10-30"  # the first run of the last block
WEEK = "2026-11-20"  # the sixteenth week, the last one
MEENA = "id00012"

# A change made by hand, and what the check finds then.
DEEDS: dict[str, tuple[LiteralString, Finding]] = {
    "points given": (
        (
            "UPDATE score_results SET word = word + 1 WHERE member_id = 'id00012'"
            " AND period = '2026-11-20'"
        ),
        Finding("score_results", f"{GROUP}/{WEEK}:{MEENA}", Fault.KEPT_DIFFERS),
    ),
    "a cause renamed": (
        (
            "UPDATE score_results SET causes = REPLACE(causes, 'came', 'saved')"
            " WHERE member_id = 'id00012' AND period = '2026-11-20'"
        ),
        Finding("score_results", f"{GROUP}/{WEEK}:{MEENA}", Fault.KEPT_DIFFERS),
    ),
    "a result removed": (
        "DELETE FROM score_results WHERE member_id = 'id00012' AND period = '2026-11-20'",
        Finding("score_results", f"{GROUP}/{WEEK}:{MEENA}", Fault.KEPT_DIFFERS),
    ),
    "a word read by hand": (
        (
            "UPDATE score_results SET word = 9000 WHERE member_id = 'id00012'"
            " AND period = '2026-10-30'"
        ),
        Finding("score_results", f"{GROUP}/{READING}:{MEENA}", Fault.KEPT_DIFFERS),
    ),
    "a run in no block": (
        "UPDATE score_runs SET block = NULL WHERE number = 16",
        Finding("score_runs", f"{GROUP}/{WEEK}", Fault.KEPT_DIFFERS),
    ),
    "a run in a block of its own": (
        "UPDATE score_runs SET block = 15 WHERE number = 15",
        Finding("score_runs", f"{GROUP}/2026-11-13", Fault.KEPT_DIFFERS),
    ),
    "a run in a block removed": (
        "DELETE FROM score_runs WHERE number = 10",
        Finding("score_runs", f"{GROUP}/number 10", Fault.REMOVED),
    ),
    "a run removed": (
        "DELETE FROM score_runs WHERE number = 9",
        Finding("score_runs", f"{GROUP}/number 9", Fault.REMOVED),
    ),
    "the group's grade made better": (
        (
            "UPDATE score_runs SET standing = REPLACE(standing,"
            ' \'"letter":"\', \'"letter":"A\') WHERE number = 16'
        ),
        Finding("score_runs", f"{GROUP}/{WEEK}", Fault.KEPT_DIFFERS),
    ),
    "another digest": (
        "UPDATE score_runs SET digest = 'none' WHERE number = 16",
        Finding("score_runs", f"{GROUP}/{WEEK}", Fault.KEPT_DIFFERS),
    ),
    "another default rate": (
        "UPDATE score_runs SET base_rate = 1 WHERE number = 16",
        Finding("score_runs", f"{GROUP}/{WEEK}", Fault.KEPT_DIFFERS),
    ),
    "a broken loan made up": (
        "UPDATE score_runs SET loans_broken = 1 WHERE number = 16",
        Finding("score_runs", f"{GROUP}/{WEEK}", Fault.KEPT_DIFFERS),
    ),
    "a mark put right in secret": (
        "UPDATE register_lines SET mark = 'absent' WHERE member_id = 'id00012'",
        Finding("score_results", f"{GROUP}/{WEEK}:{MEENA}", Fault.KEPT_DIFFERS),
    ),
    "a word taken away": (
        "DELETE FROM vouches WHERE receiver_id = 'id00012'",
        Finding("score_results", f"{GROUP}/{READING}:{MEENA}", Fault.KEPT_DIFFERS),
    ),
    "somebody made a member earlier": (
        "UPDATE member_acts SET day = '2027-01-01' WHERE member_id = 'id00012'",
        Finding("score_results", f"{GROUP}/{WEEK}:{MEENA}", Fault.KEPT_DIFFERS),
    ),
    "points posted by hand": (
        (
            "UPDATE postings SET minor = minor + 5 WHERE entry_id = (SELECT id FROM entries"
            " WHERE key = 'score:id00004:2026-11-20:id00012') AND line = 1"
        ),
        Finding("entries", f"{GROUP}/score:{GROUP}:{WEEK}:{MEENA}", Fault.KEPT_DIFFERS),
    ),
    "a balance lifted": (
        "UPDATE balances SET net_debit = net_debit - 5 WHERE account = 'standing:id00012:word'",
        Finding("balances", f"{GROUP}/standing:{MEENA}:word", Fault.KEPT_DIFFERS),
    ),
    "a member who left is in again": (
        "UPDATE members SET state = 'frozen' WHERE id = 'id00012'",
        Finding("members", f"{GROUP}/{MEENA}", Fault.KEPT_DIFFERS),
    ),
    "an act of hers that there never was": (
        "UPDATE member_acts SET act = 'danced' WHERE member_id = 'id00012'",
        Finding("members", f"{GROUP}/{MEENA}", Fault.KEPT_DIFFERS),
    ),
    "a run that says nothing": (
        "UPDATE score_runs SET standing = 'none' WHERE number = 16",
        Finding("score_runs", f"{GROUP}/number 16", Fault.CHANGED),
    ),
}


async def findings(url: str) -> list[Finding]:
    """Return everything that the check finds in a database."""
    database = await open_database(url)
    try:
        places = await database.read(verifying.next_places)
        findings_of_each = [await database.read(verifying.check_run, place) for place in places]
        groups = await database.read(verifying.next_groups)
        findings_of_each += [await database.read(verifying.check_group, group) for group in groups]
        return [finding for some in findings_of_each for finding in some]
    finally:
        await database.close()


async def test_a_past_by_the_rules_is_sound(village_url: str) -> None:
    assert await findings(village_url) == []


async def test_every_run_is_named_once(village_url: str) -> None:
    database = await open_database(village_url)
    places = await database.read(verifying.next_places)
    count = await database.read(verifying.count_runs)
    rest = await database.read(verifying.next_places, places[-1])
    last = await database.read(verifying.next_places, places[-2])
    await database.close()

    assert places == [(GROUP, number) for number in range(1, 17)]
    assert (count, rest, last) == (16, [], [(GROUP, 16)])


@pytest.mark.parametrize("change", ["state = 'open'", "version = version + 1"])
async def test_a_meeting_that_does_not_stand_as_its_register_is_found(
    village_url: str, change: LiteralString
) -> None:
    by_hand(village_url, "UPDATE meetings SET " + change + " WHERE day = '2026-11-20'")

    assert [(it.table, it.fault) for it in await findings(village_url)] == [
        ("meetings", Fault.KEPT_DIFFERS)
    ]


async def test_groups_are_checked_some_at_a_time(village_url: str) -> None:
    database = await open_database(village_url)
    count = await database.read(verifying.count_groups)
    groups = await database.read(verifying.next_groups)
    rest = await database.read(verifying.next_groups, groups[-1])
    await database.close()

    assert (count, list(groups), list(rest)) == (1, [GROUP], [])


@pytest.mark.parametrize("deed", DEEDS)
async def test_what_a_hand_did_is_found(village_url: str, deed: str) -> None:
    statement, expected = DEEDS[deed]
    by_hand(village_url, statement)

    assert expected in await findings(village_url)


AHEAD: LiteralString = (
    "UPDATE entries SET day = '2031-01-01' WHERE key = 'score:id00004:2026-11-20:id00012'"
)


@pytest.mark.parametrize(
    ("before", "is_found"), [(None, True), ("n - 1", True), ("n", False), ("n + 9", False)]
)
async def test_an_entry_dated_ahead_is_found_but_in_books_from_before_that_was_checked(
    village_url: str, before: LiteralString | None, is_found: bool
) -> None:
    unchecked: LiteralString = "INSERT INTO days_unchecked (group_id, n) SELECT group_id, "
    by_hand(village_url, AHEAD)
    if before is not None:
        by_hand(village_url, unchecked + before + " FROM entries WHERE day = '2031-01-01'")

    wrong = Finding("entries", f"{GROUP}/score:{GROUP}:{WEEK}:{MEENA}", Fault.WRONG_DAY)
    assert (wrong in await findings(village_url)) is is_found


async def test_a_run_that_is_not_there_is_told(village_url: str) -> None:
    database = await open_database(village_url)
    findings = await database.read(verifying.check_run, (GROUP, 99))
    await database.close()

    assert findings == [Finding("score_runs", f"{GROUP}/number 99", Fault.REMOVED)]


@pytest.fixture
async def ids(village_url: str) -> tuple[str, str]:
    """Return the ids that the changes name, as they are in the village."""
    database = await open_database(village_url)
    rows = await database.read(
        lambda tx: tx.rows("SELECT group_id, id FROM members WHERE number = 2")
    )
    await database.close()
    return rows[0][0], rows[0][1]


async def test_the_deeds_name_whom_they_mean(ids: tuple[str, str]) -> None:
    assert ids == (GROUP, MEENA)
