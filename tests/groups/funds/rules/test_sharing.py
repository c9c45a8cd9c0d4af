"""How profit or loss is computed and shared to the paisa, by savings or by shares."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groups.funds.model.refusals import NothingToShare
from groups.funds.model.sharing import Basis, Payout, ShareOutPart
from groups.funds.rules.sharing import earned, postings, share_out, shares_of

BY_SAVINGS = Basis.SAVINGS


def of(*savings: int) -> list[ShareOutPart]:
    """Return members with these savings, which are also their weights."""
    return [ShareOutPart(f"m{n}", n, "", amount, amount) for n, amount in enumerate(savings, 1)]


def test_what_was_earned_is_income_less_what_was_spent_lost_and_shared_out() -> None:
    by_account = {
        "cash": 9999,
        "savings:m1": 5000,
        "interest-income": 1000,
        "fines": 50,
        "other-income": 300,
        "opening-balances": 200,
        "loan:m1:l1:principal": 700,
        "loan:m1:l1:interest-due": 100,
        "expenses": 40,
        "cash-difference": -5,
        "share-out": 600,
        "standing:m1:meetings": 8888,
    }

    assert earned(by_account) == 1000 + 50 + 300 + 200 - 100 - 40 + 5 - 600


@pytest.mark.parametrize(("savings", "value", "shares"), [(550, 100, 5), (99, 100, 0), (99, 0, 0)])
def test_shares_are_whole(savings: int, value: int, shares: int) -> None:
    assert shares_of(savings, value) == shares


@pytest.mark.parametrize(
    ("payout", "moves"),
    [
        (Payout.SAVED, [("share-out", "savings:m1", 667), ("share-out", "savings:m2", 333)]),
        (
            Payout.PAID,
            [
                *(("share-out", "savings:m1", 700), ("savings:m1", "cash", 700)),
                *(("share-out", "savings:m2", 300), ("savings:m2", "cash", 300)),
            ],
        ),
        (
            Payout.ENDED,
            [
                *(("share-out", "savings:m1", 700), ("savings:m1", "cash", 207_00)),
                *(("share-out", "savings:m2", 300), ("savings:m2", "cash", 103_00)),
            ],
        ),
    ],
)
def test_a_part_goes_into_her_savings_and_out_of_them_what_is_paid(
    payout: Payout, moves: list[tuple[str, str, int]]
) -> None:
    shared = share_out(payout, BY_SAVINGS, of(200_00, 100_00), 10_00)

    assert [(it.debit, it.credit, it.amount.minor) for it in postings(shared)] == moves


def test_a_loss_is_borne_where_the_cycle_ends() -> None:
    shared = share_out(Payout.ENDED, BY_SAVINGS, of(200_00, 100_00), -9_01)

    assert [(it.debit, it.credit, it.amount.minor) for it in postings(shared)] == [
        *(("savings:m1", "share-out", 700), ("savings:m1", "cash", 193_00)),
        *(("savings:m2", "share-out", 300), ("savings:m2", "cash", 97_00)),
    ]


@pytest.mark.parametrize(
    ("payout", "savings", "total"),
    [
        (Payout.PAID, (100,), 0),
        (Payout.SAVED, (100,), -1),
        (Payout.PAID, (100,), 99),
        (Payout.PAID, (), 10_00),
        (Payout.ENDED, (), 10_00),
        (Payout.PAID, (0, 0), 10_00),
    ],
)
def test_nothing_or_nobody_is_refused(payout: Payout, savings: tuple[int, ...], total: int) -> None:
    with pytest.raises(NothingToShare):
        share_out(payout, BY_SAVINGS, of(*savings), total)


def test_who_has_no_whole_share_has_no_part_but_is_paid_her_savings_at_the_end() -> None:
    whose = [ShareOutPart("m1", 1, "", 250, 2), ShareOutPart("m2", 2, "", 50, 0)]

    paid_out = share_out(Payout.PAID, Basis.SHARES, whose, 10_00)
    ended = share_out(Payout.ENDED, Basis.SHARES, whose, 10_99)

    assert [(it.member_id, it.amount, it.paid) for it in paid_out.parts] == [("m1", 10_00, 10_00)]
    assert [(it.amount, it.paid) for it in ended.parts] == [(10_00, 12_50), (0, 50)]


@given(
    st.lists(st.integers(1, 10**7), min_size=1, max_size=20),
    st.integers(-(10**6), 10**9),
    st.sampled_from(Payout),
)
def test_the_parts_add_up_and_what_is_paid_leaves_the_box(
    savings: list[int], total: int, payout: Payout
) -> None:
    if payout is not Payout.ENDED:
        total = abs(total) + 100

    shared = share_out(payout, BY_SAVINGS, of(*savings), total)

    moved: Counter[str] = Counter()
    for it in postings(shared):
        moved[it.debit] += it.amount.minor
        moved[it.credit] -= it.amount.minor
    assert sum(it.amount for it in shared.parts) == shared.total
    assert 0 <= total - shared.total < (1 if payout is Payout.SAVED else 100)
    assert (moved["share-out"], -moved["cash"]) == (shared.total, shared.paid)
