"""How days, weekdays and times look to a person."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from texts.days import clock, day, day_full, day_short, span, weekday, weekday_short

MONDAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("language", "words"), [("en", "23 November 2026"), ("hi", "23 नवंबर 2026")]
)
def test_a_day_is_written_out(language: str, words: str) -> None:
    assert day(MONDAY, language) == words


def test_the_text_of_a_day_looks_like_the_day() -> None:
    assert day("2026-11-23", "en") == "23 November 2026"


@pytest.mark.parametrize(("language", "words"), [("en", "23 Nov"), ("hi", "23 नवंबर")])
def test_a_short_day_has_no_year(language: str, words: str) -> None:
    assert day_short(MONDAY, language) == words


@pytest.mark.parametrize(
    ("language", "words"), [("en", "Monday, 23 November 2026"), ("hi", "सोमवार, 23 नवंबर 2026")]
)
def test_a_full_day_names_its_weekday(language: str, words: str) -> None:
    assert day_full(MONDAY, language) == words


def test_weekdays_begin_with_monday() -> None:
    assert [weekday(number, "hi") for number in (0, 6)] == ["सोमवार", "रविवार"]
    assert [weekday_short(number, "en") for number in (0, 6)] == ["Mon", "Sun"]


@pytest.mark.parametrize("moment", [930, time(15, 30), datetime(2026, 11, 23, 15, 30, tzinfo=UTC)])
def test_a_time_of_day_is_told_by_the_24_hour_clock(moment: int | time | datetime) -> None:
    assert clock(moment, "hi") == "15:30"


@pytest.mark.parametrize(
    ("length", "language", "words"),
    [(45, "en", "45 days"), (1, "hi", "1 दिन"), (timedelta(hours=20), "hi", "20 घंटे")],
)
def test_a_length_of_time_is_told_in_its_largest_unit(
    length: timedelta | int, language: str, words: str
) -> None:
    assert span(length, language) == words
