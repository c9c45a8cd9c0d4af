"""The SQL of funds: rupee sums, savings of members who left, share-outs."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, LiteralString

from groups.funds.model.sharing import UNDONE, Basis, Payout, SharedOut
from groups.funds.rules.funds import Moved
from ledger.accounts import savings_prefix
from ledger.chain import link
from storage.tx import Tx, micros

# The facts in the chain, in the order in which they are inserted.
SHARE_OUTS: Final[LiteralString] = (
    "SELECT group_id, id, day, payout, basis, total, paid, by_id, second_id, recorded_at"
    " FROM share_outs"
)


@dataclass(frozen=True, slots=True)
class LeftWithSavings:
    """A member who left and has savings in the books, in paise."""

    member_id: str
    number: int
    name: str
    savings: int


@dataclass(frozen=True, slots=True)
class ShareOutAct:
    """A share-out confirmed by two persons, or the reversal of the last; amounts in paise."""

    id: str
    group_id: str
    day: date
    payout: str
    basis: str
    total: int
    paid: int
    by_id: str
    second_id: str


def select_sums(tx: Tx, group_id: str) -> list[Moved]:
    """All rupee movements summed by reason, debit and credit, in paise."""
    return tx.rows(
        "SELECT e.reason, p.debit, p.credit, CAST(SUM(p.minor) AS BIGINT)"
        " FROM postings p JOIN entries e ON e.id = p.entry_id"
        " WHERE p.group_id = :group_id AND p.unit = 'INR'"
        " GROUP BY e.reason, p.debit, p.credit ORDER BY e.reason, p.debit, p.credit",
        group_id=group_id,
    )


def select_left_with_savings(tx: Tx, group_id: str) -> list[LeftWithSavings]:
    """The members who left and have savings in the books, by number."""
    return tx.all(
        LeftWithSavings,
        "SELECT m.id, m.number, p.name, -b.net_debit FROM members m"
        " JOIN persons p ON p.id = m.person_id"
        " JOIN balances b ON b.group_id = m.group_id AND b.account = :savings || m.id"
        " WHERE m.group_id = :group_id AND m.state = 'left' AND b.net_debit < 0"
        " ORDER BY m.number",
        group_id=group_id,
        savings=savings_prefix(),
    )


def select_standing(tx: Tx, group_id: str) -> SharedOut | None:
    """The last share-out, unless it was reversed."""
    rows = tx.rows(
        "SELECT id, day, payout, basis, total, paid FROM share_outs WHERE group_id = :group_id"
        " ORDER BY recorded_at DESC, id DESC LIMIT 1",
        group_id=group_id,
    )
    if not rows or rows[0][2] == UNDONE:
        return None
    id_, iso_day, payout, basis, total, paid = rows[0]
    return SharedOut(
        id=id_,
        day=date.fromisoformat(iso_day),
        payout=Payout(payout),
        basis=Basis(basis),
        total=total,
        paid=paid,
    )


def insert_share_out(tx: Tx, act: ShareOutAct, *, at: datetime) -> None:
    """Record a share-out or its reversal, and link it into the chain."""
    tx.run(
        "INSERT INTO share_outs (id, group_id, day, payout, basis, total, paid, by_id, second_id,"
        " recorded_at) VALUES (:id, :group_id, :day, :payout, :basis, :total, :paid, :by_id,"
        " :second_id, :at)",
        id=act.id,
        group_id=act.group_id,
        day=act.day.isoformat(),
        payout=act.payout,
        basis=act.basis,
        total=act.total,
        paid=act.paid,
        by_id=act.by_id,
        second_id=act.second_id,
        at=micros(at),
    )
    shared = (act.day.isoformat(), act.payout, act.basis, act.total, act.paid)
    facts = (*shared, act.by_id, act.second_id, micros(at))
    link(tx, act.group_id, "share_outs", act.id, facts, at=at)
