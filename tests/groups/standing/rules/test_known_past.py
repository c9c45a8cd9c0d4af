"""Loans repaid before the books began: the first one counts, as known at a cut-off."""

from datetime import date

from groups.standing.rules.evidence import MemberFacts
from groups.standing.rules.known_past import RepaidRow, with_repaid

END = date(2026, 11, 20)
ROWS: list[RepaidRow] = [("a", "2026-05-08", 5), ("a", "2026-08-07", 5), ("b", "2026-03-06", 9)]


def first_days(merges: list[tuple[str, str, int]], *, cut: int, end: date = END) -> dict[str, str]:
    """Return the first day of each member for whom one is known."""
    by_member = with_repaid({"a": MemberFacts()}, ROWS, merges, end, cut=cut)
    return {
        who: str(hers.loan_repaid_day) for who, hers in by_member.items() if hers.loan_repaid_day
    }


def test_the_first_loan_that_she_repaid_counts() -> None:
    assert first_days([], cut=9) == {"a": "2026-05-08", "b": "2026-03-06"}


def test_what_was_recorded_later_or_ended_later_is_not_known() -> None:
    assert first_days([], cut=8, end=date(2026, 5, 7)) == {}


def test_what_is_told_of_a_record_that_went_into_another_is_told_of_that_one() -> None:
    assert first_days([("b", "a", 7), ("c", "a", 8)], cut=9) == {"a": "2026-03-06"}


def test_a_loan_repaid_here_before_stays_the_first() -> None:
    hers = {"a": MemberFacts(loan_repaid_day=date(2026, 1, 9))}

    assert with_repaid(hers, ROWS, [], END, cut=9)["a"].loan_repaid_day == date(2026, 1, 9)
