"""Loans read from rows at a cut-off: those handed over, with the waived parts."""

from datetime import date

from groups.standing.rules.evidence import DefaultFact, MemberFacts
from groups.standing.rules.known import carried_defaults, merged_loans, with_loans
from groups.standing.rules.known_loans import ToldLoans, known_loans
from groups.standing.rules.loan_evidence import LoanFacts

TERMS = (1000_00, 1, 0, "month", "monthly", "reducing", "equal_instalment", 0, "principal")
ROUNDED = (100, "half_up", None, 1)
MAY, JUNE = "2026-05-01", "2026-06-01"
END = date(2026, 12, 31)


def told() -> ToldLoans:
    """Two loans of one woman; the second loan's hand-over is reversed at 30."""
    return ToldLoans(
        terms=[
            ("her", "one", 2, 1, MAY, 10, *TERMS, *ROUNDED),
            ("her", "two", 0, 1, JUNE, 20, *TERMS, *ROUNDED),
        ],
        paid=[("one", "w1", 0, JUNE, 400_00, 0, 25), ("one", "m1", 1, JUNE, 600_00, 0, 25)],
        interest=[("one", 1, 1, 0, 22)],
        steps=[
            ("one", "paid_out", MAY, 10),
            ("two", "paid_out", JUNE, 20),
            ("two", "approved", JUNE, 30),
            ("one", "repaid", JUNE, 40),
        ],
    )


def test_a_hand_over_that_was_taken_back_tells_nothing_more() -> None:
    lent = [
        [loan.loan_id for loan in known_loans(told(), cut=cut)["her"].histories]
        for cut in (10, 29, 30)
    ]

    assert lent == [["one"], ["one", "two"], ["one"]]
    assert known_loans(told(), cut=9) == {}


def test_what_is_handed_over_again_is_told_by_what_was_agreed_since() -> None:
    again = told()
    again.terms.append(("her", "two", 0, 2, "2026-07-01", 35, *TERMS, *ROUNDED))
    again.steps.append(("two", "paid_out", "2026-07-01", 35))
    [_, loan] = known_loans(again, cut=40)["her"].histories

    assert (loan.lent_day, len(loan.books), loan.handed_at) == (date(2026, 7, 1), 1, 35)


def test_what_was_let_off_is_told_apart() -> None:
    [loan] = known_loans(told(), cut=40)["her"].histories
    paid = [(each.principal, each.is_let_off) for each in loan.books[0].paid]

    assert (loan.ladder_step, loan.handed_at, paid) == (2, 10, [(400_00, True), (600_00, False)])
    assert loan.repaid_day == date(2026, 6, 1)


def test_some_loans_can_be_told_alone() -> None:
    alone = told().only({"two"})

    assert ([row[1] for row in alone.terms], alone.paid, alone.interest) == (["two"], [], [])
    assert known_loans(alone, cut=40) == {}


# --- other groups -------------------------------------------------------------------------------


def test_the_newest_row_of_a_loan_elsewhere_counts() -> None:
    rows = [("her", "far", MAY, None, 10), ("her", "far", MAY, JUNE, 20)]

    assert carried_defaults(rows, (), END) == {
        "her": (DefaultFact(date(2026, 5, 1), date(2026, 6, 1)),)
    }
    assert carried_defaults(rows, (), date(2026, 4, 30)) == {}
    assert carried_defaults([*rows, ("her", "far", None, None, 30)], (), END) == {}


def test_a_loan_elsewhere_is_told_once_of_records_that_became_one() -> None:
    rows = [("a", "far", MAY, None, 10), ("b", "far", MAY, None, 10), ("c", "other", JUNE, None, 9)]
    defaults_by_member = carried_defaults(rows, [("a", "b", 5), ("b", "c", 6)], END)

    assert {who: len(defaults) for who, defaults in defaults_by_member.items()} == {"c": 2}


def test_what_she_broke_elsewhere_stands_beside_her_loans_here() -> None:
    elsewhere, here = DefaultFact(date(2026, 5, 1)), DefaultFact(date(2026, 6, 1))
    by_member = with_loans(
        {}, {"a": LoanFacts(defaults=(here,))}, {"a": (elsewhere,), "b": (here,)}
    )

    assert by_member == {
        "a": MemberFacts(defaults=(here, elsewhere)),
        "b": MemberFacts(defaults=(here,)),
    }


def test_the_loans_of_a_record_are_those_of_the_one_it_went_into() -> None:
    merges = [("nobody", "her", 1), ("her", "kept", 2)]

    assert merged_loans(told(), merges, cut=40).keys() == {"kept"}
