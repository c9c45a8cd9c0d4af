"""The charter: the file gives the default values, and an error names its line and key."""

from dataclasses import fields
from pathlib import Path

import pytest

from groups.charter.rules.charter import Charter, LadderStep, read_charter
from groups.charter.rules.toml_text import CharterError

HOUSE = Path(__file__).parents[4]
TEXT = (HOUSE / "groups" / "charter.toml").read_text(encoding="utf-8")


def line_of(start: str, text: str = TEXT) -> int:
    """Return the number of the first line that begins with `start`."""
    return next(n for n, line in enumerate(text.split("\n"), 1) if line.startswith(start))


def broken(old: str, new: str) -> str:
    """Return the error of the charter with its first `old` replaced by `new`."""
    assert old in TEXT
    with pytest.raises(CharterError) as refusal:
        read_charter(TEXT.replace(old, new, 1))
    return str(refusal.value)


def test_the_file_says_what_the_defaults_say() -> None:
    assert read_charter(TEXT) == Charter()


def test_the_defaults_are_those_of_the_design() -> None:
    charter = Charter()

    assert charter.loans.dsc.steps == (
        LadderStep(2_000, 150, 520),
        LadderStep(5_000, 220, 540),
        LadderStep(10_000, 300, 555),
        LadderStep(20_000, 380, 570),
    )
    assert (charter.meeting.quorum_numerator, charter.meeting.quorum_denominator) == (2, 3)
    assert (charter.vouches.beads, charter.vouches.days) == (5, 180)
    assert (charter.grade.a_from, charter.grade.b_from) == (85, 75)


def test_the_points_are_those_of_the_page() -> None:
    points = Charter().points

    assert [(p.weight, p.start_rate, p.strength_quarters) for p in points.conduct] == [
        (235, 0.787, 1.3),
        (282, 0.740, 1.7),
        (189, 0.714, 1.0),
    ]
    assert (points.broken_promises.each, points.broken_promises.at_most) == (60, 1.5)
    assert (points.word.at_most, points.word.half_at, points.word.kin_weight) == (100, 6, 0.35)
    assert (points.fading.per_quarter, points.fading.quarter_days) == (0.93, 91.3125)


def test_a_charter_from_before_lacks_later_keys_and_has_their_defaults() -> None:
    older = "\n".join(line for line in TEXT.split("\n") if not line.startswith("usual_percent"))

    assert "usual_percent" not in older
    assert read_charter(older) == Charter()


def test_windows_line_ends_are_read_too() -> None:
    assert read_charter(TEXT.replace("\n", "\r\n")) == Charter()


def test_whole_numbers_stand_where_a_fraction_may() -> None:
    assert read_charter(TEXT.replace("weight = 235.0", "weight = 235")) == Charter()


def test_a_ladder_may_be_written_in_one_line() -> None:
    start, end = TEXT.index("[[loans.dsc.steps]]"), TEXT.index("[loans.dsc.vouches]")
    steps = "steps = [{rupees = 2000, points = 150, standing = 520}]\n"
    text = (TEXT[:start] + TEXT[end:]).replace(
        "open_at_most = 1\nstep", f"{steps}open_at_most = 1\nstep"
    )

    assert read_charter(text).loans.dsc.steps == (LadderStep(2_000, 150, 520),)


# --- refusals -------------------------------------------------------------------------------


def test_a_text_for_a_number_is_refused_with_its_line() -> None:
    line = line_of("weight = 282")
    said = broken("weight = 282.0", 'weight = "many"')

    assert said == (
        f'line {line}: points.saving.weight: must be a number from 0 to 1000, not "many"'
    )


@pytest.mark.parametrize(
    ("old", "new", "key", "problem"),
    [
        (
            "beads = 5",
            "beads = 2.5",
            "vouches.beads",
            "must be a whole number from 1 to 50, not 2.5",
        ),
        (
            "beads = 5",
            "beads = true",
            "vouches.beads",
            "must be a whole number from 1 to 50, not true",
        ),
        ("beads = 5", "beads = 51", "vouches.beads", "must be a whole number from 1 to 50, not 51"),
        (
            "beads = 5",
            "beads = 5.0",
            "vouches.beads",
            "must be a whole number from 1 to 50, not 5.0",
        ),
        (
            "beads = 5",
            "beads = [5]",
            "vouches.beads",
            "must be a whole number from 1 to 50, not a list",
        ),
        ("beads = 5", "beads = 5\nbead = 1", "vouches.bead", "is not a key of the charter"),
        (
            "half_at = 6.0",
            "half_at = nan",
            "points.word.half_at",
            "must be a number from 0.1 to 100, not nan",
        ),
        (
            "half_at = 6.0",
            "half_at = inf",
            "points.word.half_at",
            "must be a number from 0.1 to 100, not inf",
        ),
        (
            "half_at = 6.0",
            "half_at = {a = 1}",
            "points.word.half_at",
            "must be a number from 0.1 to 100, not a table",
        ),
        (
            "kin_count = false",
            "kin_count = 0",
            "loans.dsc.vouches.kin_count",
            "must be true or false, not 0",
        ),
        (
            'interest_on = "reducing balance"',
            'interest_on = "compound"',
            "loans.internal.interest_on",
            'must be "reducing balance" or "flat" or "flat to the end", not "compound"',
        ),
        (
            'zone = "Asia/Kolkata"',
            'zone = "Asia/Mirzapur"',
            "periods.zone",
            "must be a time zone such as Asia/Kolkata",
        ),
        (
            'zone = "Asia/Kolkata"',
            'zone = "../etc"',
            "periods.zone",
            "must be a time zone such as Asia/Kolkata",
        ),
        ('zone = "Asia/Kolkata"', "zone = 5", "periods.zone", "must be a text in quotes, not 5"),
        (
            'version = "2026-11.2"',
            'version = "Two"',
            "version",
            "must be of small letters, digits, dots and dashes, at most 32",
        ),
        (
            "share_denominator = 3",
            "share_denominator = 1",
            "loans.ballot.share_numerator",
            "must not be above loans.ballot.share_denominator",
        ),
        (
            "usual_percent_a_month_most = 5.0",
            "usual_percent_a_month_most = 0.0",
            "loans.terms.usual_percent_a_month_least",
            "must not be above loans.terms.usual_percent_a_month_most",
        ),
        (
            "points = 300.0",
            "points = 200.0",
            "loans.dsc.steps.3.points",
            "must be above that of the step before",
        ),
        (
            "points = 380.0",
            "points = 900.0",
            "loans.dsc.steps.4.points",
            "must be below 806, the most anybody can gather",
        ),
        (
            "members_least = 10",
            "members_least = 30",
            "group.members_least",
            "must not be above group.members_most",
        ),
        (
            "members_least_special = 5",
            "members_least_special = 15",
            "group.members_least_special",
            "must not be above group.members_least",
        ),
        (
            "quorum_numerator = 2",
            "quorum_numerator = 4",
            "meeting.quorum_numerator",
            "must not be above meeting.quorum_denominator",
        ),
        (
            "reminder_months = 22",
            "reminder_months = 25",
            "leaders.reminder_months",
            "must not be above leaders.rotation_months",
        ),
        (
            "from_other_households = 2",
            "from_other_households = 4",
            "loans.dsc.vouches.from_other_households",
            "must not be above loans.dsc.vouches.needed",
        ),
        ("days = 180", "days = 14", "vouches.remind_days", "must be fewer than vouches.days"),
        ("a_from = 85.0", "a_from = 75.0", "grade.a_from", "must be above grade.b_from"),
        (
            "meetings_least = 4",
            "meetings_least = 13",
            "grade.meetings_least",
            "must not be above grade.meetings",
        ),
        (
            "\nat_most = 2\n",
            "\nat_most = 13\n",
            "points.excuses.at_most",
            "must not be above points.excuses.in_meetings",
        ),
        (
            "voice_repaid = 1.0",
            "voice_repaid = 0.4",
            "points.word.voice_by_conduct",
            "must not be above points.word.voice_repaid",
        ),
        (
            "steady = 570.0",
            "steady = 595.0",
            "points.standing_words.strong",
            "must be above points.standing_words.steady",
        ),
    ],
)
def test_what_cannot_be_is_refused_by_its_key(old: str, new: str, key: str, problem: str) -> None:
    assert broken(old, new).split(": ", 1)[1] == f"{key}: {problem}"


def test_a_missing_key_is_told_with_the_line_of_its_table() -> None:
    assert broken("beads = 5\n", "") == f"line {line_of('[vouches]')}: vouches.beads: is missing"


def test_a_missing_table_is_told_with_the_first_line() -> None:
    start, end = TEXT.index("[health]"), TEXT.index("[fines]")

    with pytest.raises(CharterError) as refusal:
        read_charter(TEXT[:start] + TEXT[end:])

    assert str(refusal.value) == "line 1: health: is missing"


def test_a_number_for_a_table_is_refused() -> None:
    with pytest.raises(CharterError) as refusal:
        read_charter(
            "version = '1'\ngroup = 3\n" + "".join(f"{f.name} = 1\n" for f in fields(Charter)[2:])
        )

    assert str(refusal.value) == "line 2: group: must be a table, not 3"


def test_a_ladder_without_steps_is_refused() -> None:
    start, end = TEXT.index("[[loans.dsc.steps]]"), TEXT.index("[loans.dsc.vouches]")
    text = TEXT[:start] + TEXT[end:]
    head = "cooling_off_days = 1"

    with pytest.raises(CharterError) as refusal:
        read_charter(text.replace(head, f"steps = []\n{head}", 1))

    assert refusal.value.key == "loans.dsc.steps"
    assert refusal.value.line == line_of("cooling_off_days")


def test_a_value_over_several_lines_keeps_the_lines_after_it_right() -> None:
    text = TEXT.replace("beads = 5", "beads = 5\nsong = '''\n[a]\nb = 1\n'''\n", 1)

    with pytest.raises(CharterError) as refusal:
        read_charter(text)

    assert (refusal.value.line, refusal.value.key) == (line_of("song", text), "vouches.song")


def test_what_is_not_toml_is_told_with_its_line() -> None:
    assert broken("beads = 5", "beads = = 5").startswith(f"line {line_of('beads')}: is not TOML: ")


def test_a_text_that_ends_too_early_is_told_with_its_last_line() -> None:
    with pytest.raises(CharterError) as refusal:
        read_charter("version = '1'\nbeads = [")

    assert refusal.value.line == 2
