"""The sheet of an old group: each fault names its row; correct cells are read."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from groups.loans.model.loan import Purpose
from groups.oldbooks.model import (
    Assumed,
    Column,
    Here,
    KnownGroup,
    OldLoan,
    OldRepaid,
    Read,
    Sheet,
    SheetCell,
    SheetFault,
    SheetLine,
    SheetPart,
    Wrong,
)
from groups.oldbooks.rules.cutoff_body import packed, unpacked
from groups.oldbooks.rules.cutoff_sheet import read
from groups.registers.model.meeting import Mark
from groups.registers.model.money import LoanFund
from tests.groups.old_books import CUT_OFF, EVERYBODY, HELD, changed, line_of, old_books
from tests.groups.sisters import FRIDAY

HERE = {n: Here(f"m{n}", name, is_in=True) for n, name in enumerate(EVERYBODY[:6], 1)}
KNOWN = KnownGroup(FRIDAY, HERE, members_most=20)
SHEET = old_books()


def read_with(
    part: SheetPart, row: int, column: Column, cell: str, *, at: int = 0, known: KnownGroup = KNOWN
) -> tuple[SheetFault, ...]:
    """Return the faults of the sheet with one cell changed."""
    return read(changed(SHEET, part, row, column, cell, at=at), known).faults


def test_a_sheet_that_balances_is_read_whole() -> None:
    reading = read(SHEET, KNOWN)

    assert (reading.faults, reading.cutoff and reading.cutoff.has) == ((), 15_500_00)


def test_what_is_owed_goes_on_by_what_the_sheet_says() -> None:
    cutoff = read(SHEET, KNOWN).cutoff

    assert cutoff is not None
    assert cutoff.loans[1] == OldLoan(
        *(5, LoanFund.OWN, Purpose.LIVESTOCK, 3000_00, date(2026, 10, 2), 3000_00, 3),
        basis_points=150,
    )
    assert cutoff.repaid == (
        OldRepaid(4, LoanFund.OWN, 2000_00, date(2026, 2, 6), date(2026, 8, 7)),
    )


def test_the_marks_say_who_saved_too() -> None:
    cutoff = read(SHEET, KNOWN).cutoff

    assert cutoff is not None
    by_number_and_day = {(one.number, one.day): (one.mark, one.has_saved) for one in cutoff.marks}
    assert [by_number_and_day[2, HELD[at]] for at in (2, 3, 7)] == [
        (Mark.PRESENT, True),
        (Mark.ABSENT, False),
        (Mark.PRESENT, False),
    ]


@pytest.mark.parametrize(
    ("part", "row", "column", "cell", "wrong"),
    [
        (SheetPart.GROUP, 3, Column.DAY, "31-02-2026", Wrong.NOT_A_DAY),
        (SheetPart.GROUP, 3, Column.DAY, "", Wrong.MISSING),
        (SheetPart.GROUP, 3, Column.DAY, FRIDAY.isoformat(), Wrong.TOO_LATE),
        (SheetPart.GROUP, 4, Column.CASH, "1,5,00", Wrong.NOT_AN_AMOUNT),
        (SheetPart.MEMBERS, 5, Column.NUMBER, "", Wrong.MISSING),
        (SheetPart.MEMBERS, 14, Column.NUMBER, "x", Wrong.NOT_A_NUMBER),
        (SheetPart.MEMBERS, 14, Column.NUMBER, "11", Wrong.TWICE),
        (SheetPart.MEMBERS, 14, Column.NAME, " ", Wrong.MISSING),
        (SheetPart.MEMBERS, 14, Column.NAME, "Rani " * 13 + "R", Wrong.LONG_NAME),
        (SheetPart.MEMBERS, 5, Column.NAME, "Rani", Wrong.OTHER_NAME),
        (SheetPart.MEMBERS, 14, Column.SINCE, "last year", Wrong.NOT_A_DAY),
        (SheetPart.MEMBERS, 14, Column.SAVINGS, "much", Wrong.NOT_AN_AMOUNT),
        (SheetPart.LOANS, 3, Column.NUMBER, "15", Wrong.NO_SUCH_MEMBER),
        (SheetPart.LOANS, 3, Column.FUND, "hers", Wrong.NOT_ON_THE_LIST),
        (SheetPart.LOANS, 3, Column.PURPOSE, "", Wrong.MISSING),
        (SheetPart.LOANS, 3, Column.LENT, "0", Wrong.NOT_AN_AMOUNT),
        (SheetPart.LOANS, 3, Column.LENT_DAY, "2026-11-19", Wrong.TOO_LATE),
        (SheetPart.LOANS, 3, Column.LEFT, "6,001", Wrong.OWES_MORE),
        (SheetPart.LOANS, 3, Column.MONTHS, "241", Wrong.NOT_A_NUMBER),
        (SheetPart.LOANS, 3, Column.PERCENT, "101", Wrong.NOT_A_NUMBER),
        (SheetPart.LOANS, 3, Column.REPAID_DAY, "2026-11-01", Wrong.REPAID_AND_OWED),
        (SheetPart.LOANS, 6, Column.REPAID_DAY, "", Wrong.MISSING),
        (SheetPart.MEETINGS, 3, Column.NUMBER, "13", Wrong.NO_SUCH_MEMBER),
        (SheetPart.MEETINGS, 3, Column.MEETING, "here", Wrong.NOT_A_MARK),
        (SheetPart.MEETINGS, 2, Column.MEETING, "some day", Wrong.NOT_A_DAY),
        (SheetPart.MEETINGS, 2, Column.MEETING, "2026-11-19", Wrong.TOO_LATE),
        (SheetPart.MEETINGS, 2, Column.MEETING, HELD[1].isoformat(), Wrong.TWICE),
        (SheetPart.MEETINGS, 2, Column.MEETING, "", Wrong.MISSING),
    ],
)
def test_what_is_wrong_is_told_with_its_row(
    part: SheetPart, row: int, column: Column, cell: str, wrong: Wrong
) -> None:
    faults = read_with(part, row, column, cell)

    assert (part, row, column, wrong) in {
        (one.part, one.row, one.column, one.wrong) for one in faults
    }


def test_one_thing_that_is_wrong_is_told_once() -> None:
    assert read_with(SheetPart.LOANS, 4, Column.NUMBER, "15") == (
        SheetFault(SheetPart.LOANS, 4, Column.NUMBER, Wrong.NO_SUCH_MEMBER, "15"),
    )


def test_a_member_with_two_rows_of_marks_is_told_so() -> None:
    faults = read_with(SheetPart.MEETINGS, 14, Column.NUMBER, "11")

    assert faults == (SheetFault(SheetPart.MEETINGS, 14, Column.NUMBER, Wrong.TWICE, "11"),)


def test_who_is_a_member_here_must_stand_on_the_sheet() -> None:
    more = replace(KNOWN, members={**HERE, 13: Here("m13", "Rani", is_in=True)})

    assert read(SHEET, more).faults == (
        SheetFault(SheetPart.MEMBERS, 0, None, Wrong.NOT_LISTED, "13 · Rani"),
    )


def test_the_number_of_one_who_has_left_is_not_given_again() -> None:
    gone = replace(KNOWN, members={**HERE, 12: Here("m12", "Chandrawati", is_in=False)})

    assert read(SHEET, gone).faults == (
        SheetFault(SheetPart.MEMBERS, 14, Column.NUMBER, Wrong.NUMBER_USED, "12"),
    )


def test_no_more_members_than_the_charter_allows() -> None:
    assert read(SHEET, replace(KNOWN, members_most=11)).faults == (
        SheetFault(SheetPart.MEMBERS, 0, None, Wrong.TOO_MANY, "11"),
    )


def test_an_empty_sheet_lacks_its_day_and_its_members() -> None:
    faults = read(Sheet(()), replace(KNOWN, members={})).faults

    assert [(one.part, one.wrong) for one in faults] == [
        (SheetPart.GROUP, Wrong.MISSING),
        (SheetPart.MEMBERS, Wrong.MISSING),
    ]


def test_books_that_do_not_balance_tell_both_sides() -> None:
    assert read_with(SheetPart.GROUP, 11, Column.EARNED, "1000") == (
        SheetFault(SheetPart.GROUP, 0, None, Wrong.UNBALANCED, has=15_500_00, owes=15_480_00),
    )


def test_no_more_is_lent_of_a_fund_than_there_is_of_it() -> None:
    less = changed(SHEET, SheetPart.GROUP, 9, Column.DSC, "1500")

    assert read(changed(less, SheetPart.GROUP, 11, Column.EARNED, "1520"), KNOWN).faults == (
        SheetFault(SheetPart.GROUP, 9, Column.DSC, Wrong.FUND_SHORT, has=1_500_00, owes=2_000_00),
    )


def test_other_peoples_money_must_be_there() -> None:
    more = changed(SHEET, SheetPart.GROUP, 10, Column.SOCIAL, "6,100")

    assert read(changed(more, SheetPart.GROUP, 11, Column.EARNED, "-5080"), KNOWN).faults == (
        SheetFault(SheetPart.GROUP, 4, Column.CASH, Wrong.MONEY_SHORT, has=6_000_00, owes=6_100_00),
    )


def test_a_member_of_whom_nothing_older_is_known_is_one_since_that_day() -> None:
    cutoff = read(changed(SHEET, SheetPart.MEMBERS, 14, Column.SINCE, ""), KNOWN).cutoff

    assert cutoff is not None
    assert [one.since for one in cutoff.members[-2:]] == [date(2025, 11, 1), CUT_OFF]


def test_a_saving_that_was_sent_counts() -> None:
    sheet = changed(SHEET, SheetPart.MEETINGS, 14, Column.MEETING, "absent+")
    cutoff = read(sheet, KNOWN).cutoff

    assert cutoff is not None
    assert cutoff.marks[-12].mark is Mark.ABSENT
    assert cutoff.marks[-12].has_saved


def test_a_sheet_without_meetings_is_one() -> None:
    without = Sheet(tuple(line for line in SHEET.lines if line.part is not SheetPart.MEETINGS))
    cutoff = read(without, KNOWN).cutoff

    assert cutoff is not None
    assert cutoff.marks == ()


def test_a_line_may_be_shorter_than_its_headings() -> None:
    short = line_of(SheetPart.LOANS, 9, "1")
    faults = read(Sheet((*SHEET.lines, short)), KNOWN).faults

    assert {(one.row, one.column) for one in faults} >= {(9, Column.LENT), (9, Column.REPAID_DAY)}


def test_the_cut_off_of_yesterday_is_late_enough() -> None:
    yesterday = (FRIDAY - timedelta(days=1)).isoformat()

    assert read_with(SheetPart.GROUP, 3, Column.DAY, yesterday) == ()


def test_what_waits_is_what_was_read() -> None:
    reading: Read = read(SHEET, KNOWN)
    assert reading.cutoff is not None
    names = {one.number: one.name for one in reading.cutoff.members}
    words = {number: f"w{number}" for number in range(7, 13)}
    body = packed(reading.cutoff, words)

    def name_of(member_id: str | None, word_id: str | None) -> str:
        return names[int((member_id or word_id or "")[1:])]

    assert unpacked(body, name_of) == reading.cutoff


def test_no_name_waits_in_the_open() -> None:
    cutoff = read(SHEET, KNOWN).cutoff
    assert cutoff is not None

    assert "Chandrawati" not in str(packed(cutoff, {}))


# --- days, rates, zeros, what is assumed ----------------------------------------------------------


@pytest.mark.parametrize(
    ("cell", "wrong"),
    [
        ("2014", Wrong.NOT_A_DAY),
        ("08-2014", Wrong.NOT_A_DAY),
        ("15-08-14", Wrong.NOT_A_DAY),
        ("41866", Wrong.NOT_A_DAY),
        ("20140815", Wrong.NOT_A_DAY),
        ("2014-W33-5", Wrong.NOT_A_DAY),
        ("31-11-2014", Wrong.NOT_A_DAY),
        ("15 August", Wrong.NOT_A_DAY),
        ("1905-07-06", Wrong.TOO_EARLY),
        ("31-12-1989", Wrong.TOO_EARLY),
        ("0214-08-15", Wrong.TOO_EARLY),
        ("19-11-2026", Wrong.TOO_LATE),
        ("2062-01-01", Wrong.TOO_LATE),
    ],
)
@pytest.mark.parametrize(
    ("part", "row", "column"),
    [
        (SheetPart.MEMBERS, 5, Column.SINCE),
        (SheetPart.LOANS, 3, Column.LENT_DAY),
        (SheetPart.LOANS, 6, Column.REPAID_DAY),
        (SheetPart.MEETINGS, 2, Column.MEETING),
    ],
)
def test_a_day_that_cannot_be_is_told_wherever_it_stands(
    part: SheetPart, row: int, column: Column, cell: str, wrong: Wrong
) -> None:
    faults = {
        (one.part, one.row, one.column, one.wrong) for one in read_with(part, row, column, cell)
    }

    assert (part, row, column, wrong) in faults


@pytest.mark.parametrize("cell", ["31-12-1989", "1905-07-06"])
def test_the_evening_of_the_books_is_not_before_all_groups(cell: str) -> None:
    faults = read_with(SheetPart.GROUP, 3, Column.DAY, cell)

    assert SheetFault(SheetPart.GROUP, 3, Column.DAY, Wrong.TOO_EARLY, cell) in faults


@pytest.mark.parametrize(
    "cell", ["02-10-2025", "2-10-2025", "2.10.2025", "2/10/2025", "2025-10-02", "०२-१०-२०२५"]
)
def test_a_day_is_read_in_each_accepted_form(cell: str) -> None:
    cutoff = read(changed(SHEET, SheetPart.MEMBERS, 5, Column.SINCE, cell), KNOWN).cutoff

    assert cutoff is not None
    assert cutoff.members[2].since == date(2025, 10, 2)


def test_a_loan_is_not_paid_back_before_it_was_handed_over() -> None:
    assert read_with(SheetPart.LOANS, 6, Column.REPAID_DAY, "05-02-2026") == (
        SheetFault(SheetPart.LOANS, 6, Column.REPAID_DAY, Wrong.BEFORE_LENT, "05-02-2026"),
    )


@pytest.mark.parametrize("cell", ["-", "–", "nil", ""])
def test_a_dash_in_the_cell_of_a_day_is_no_day(cell: str) -> None:
    assert read_with(SheetPart.LOANS, 3, Column.REPAID_DAY, cell) == ()
    assert read_with(SheetPart.LOANS, 6, Column.REPAID_DAY, cell) == (
        SheetFault(SheetPart.LOANS, 6, Column.REPAID_DAY, Wrong.MISSING),
    )


def rate_of_row_4(percent: str, rate_for: str, known: KnownGroup = KNOWN) -> int | Wrong | None:
    """The monthly rate of a loan in basis points, or the fault of its cell."""
    sheet = changed(SHEET, SheetPart.LOANS, 4, Column.PERCENT, percent)
    reading = read(changed(sheet, SheetPart.LOANS, 4, Column.RATE_FOR, rate_for), known)
    if reading.cutoff is None:
        (fault,) = reading.faults
        return fault.wrong
    return reading.cutoff.loans[1].basis_points


@pytest.mark.parametrize(
    ("percent", "rate_for", "rate"),
    [
        ("2", "", 200),
        ("2%", "", 200),
        ("2 %", "", 200),
        ("२", "", 200),
        ("0.1", "", 10),
        ("5", "", 500),
        ("", "", None),
        ("", "year", None),
        ("0", "", 0),
        ("0.00", "", 0),
        ("nil", "", 0),
        ("24%", "", Wrong.MONTH_OR_YEAR),
        ("24", "", Wrong.MONTH_OR_YEAR),
        ("0.24", "", 24),
        ("0.02", "", Wrong.MONTH_OR_YEAR),
        ("0.09", "", Wrong.MONTH_OR_YEAR),
        ("5.01", "", Wrong.MONTH_OR_YEAR),
        ("24%", "year", 200),
        ("24", "year", 200),
        ("10", "year", 83),
        ("7", "year", 58),
        ("24", "month", 2400),
        ("0.02", "month", 2),
        ("0.02", "year", Wrong.MONTH_OR_YEAR),
        ("0", "year", 0),
        ("2", "week", Wrong.NOT_ON_THE_LIST),
        ("100.01", "year", Wrong.NOT_A_NUMBER),
        ("-2", "", Wrong.NOT_A_NUMBER),
        ("2.125", "", Wrong.NOT_A_NUMBER),
        ("2,5", "", Wrong.NOT_A_NUMBER),
        ("2 to 3", "", Wrong.NOT_A_NUMBER),
    ],
)
def test_an_unusual_interest_says_whether_it_is_for_a_month_or_a_year(
    percent: str, rate_for: str, rate: int | Wrong | None
) -> None:
    assert rate_of_row_4(percent, rate_for) == rate


def test_what_is_usual_is_said_by_the_charter() -> None:
    known = replace(KNOWN, usual_rates=(100, 2400))

    assert [rate_of_row_4(text, "", known) for text in ("24", "0.5")] == [2400, Wrong.MONTH_OR_YEAR]


@pytest.mark.parametrize(
    "cell", ["0", "0.00", "₹0", "0/-", "Rs. 0", "nil", "NIL", "-", "—", "शून्य", "०"]
)
@pytest.mark.parametrize(
    ("part", "row", "column"),
    [
        (SheetPart.GROUP, 6, Column.REVOLVING_FUND),
        (SheetPart.GROUP, 10, Column.SOCIAL),
        (SheetPart.LOANS, 6, Column.LEFT),
    ],
)
def test_every_way_to_write_nothing_is_zero(
    part: SheetPart, row: int, column: Column, cell: str
) -> None:
    reading = read(changed(SHEET, part, row, column, cell), KNOWN)

    assert (reading.faults, reading.cutoff) == ((), read(SHEET, KNOWN).cutoff)
    assert reading.cutoff is not None
    assert column not in {one.column for one in reading.cutoff.assumed}


def test_what_was_left_empty_is_told_as_assumed() -> None:
    sheet = changed(SHEET, SheetPart.MEMBERS, 7, Column.SINCE, "")
    sheet = changed(sheet, SheetPart.MEMBERS, 9, Column.SINCE, "-")
    sheet = changed(sheet, SheetPart.LOANS, 3, Column.FUND, "")
    sheet = changed(sheet, SheetPart.LOANS, 6, Column.LEFT, "")
    cutoff = read(sheet, KNOWN).cutoff

    assert cutoff is not None
    assert set(cutoff.assumed) == {
        Assumed(Column.COMMUNITY_INVESTMENT_FUND),
        Assumed(Column.BANK_LOAN),
        Assumed(Column.SINCE, (5, 7)),
        Assumed(Column.FUND, (3,)),
        Assumed(Column.LEFT, (4,)),
        Assumed(Column.PERCENT, (3,)),
        Assumed(Column.RATE_FOR, (5,)),
    }
    assert unpacked(packed(cutoff, {}), lambda *_: "").assumed == cutoff.assumed


def test_a_request_from_before_assumes_nothing() -> None:
    cutoff = read(SHEET, KNOWN).cutoff
    assert cutoff is not None
    body = {key: value for key, value in packed(cutoff, {}).items() if key != "assumed"}

    assert unpacked(body, lambda *_: "").assumed == ()


CELLS = st.sampled_from(
    (
        "",
        "0",
        "-5",
        "12",
        "२०",
        "1,5",
        "2026-11-01",
        "31-02-2026",
        "own",
        "present-",
        "+",
        "x\u0000",
    )
)
ANY_LINE = st.builds(
    SheetLine,
    st.sampled_from(SheetPart),
    st.integers(1, 30),
    st.lists(
        st.builds(SheetCell, st.sampled_from(Column), CELLS, st.integers(0, 14)), max_size=14
    ).map(tuple),
)


@settings(max_examples=60)
@given(st.lists(ANY_LINE, max_size=8))
def test_whatever_is_written_on_a_sheet_is_read_or_told(lines: list[SheetLine]) -> None:
    reading = read(Sheet((*SHEET.lines, *lines)), KNOWN)

    assert (reading.cutoff is None) is bool(reading.faults)
    assert reading.cutoff is None or reading.cutoff.has == reading.cutoff.owes
