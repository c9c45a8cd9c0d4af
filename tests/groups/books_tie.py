"""Whether all books of a period agree with the ledger and with each other; the sums are SQL's."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from itertools import groupby, pairwise
from typing import NamedTuple

from groups.books import acts as books
from groups.books.model import Book, Cell, CodeWord, Table, WantedBook
from groups.loans.facts.loan_books import read_books
from groups.loans.model.loan import LoanState
from groups.loans.rules.outstanding import due
from groups.loans.store.loans import select_loans_of_group, select_terms
from groups.people.model.people import Actor
from ledger.accounts import CHART, account
from storage.tx import Tx
from tests.groups.book_cells import DAY, amounts, amounts_of, ends, heads, last_of, minor, months

GROUP = "g"


def faults(tx: Tx, actor: Actor, first: date, last: date) -> list[str]:
    """Return what does not tie in the books of every month, and of the whole time."""
    begin = first.replace(day=1)
    spans = months(begin, last)
    found = [fault for span in [*spans, (begin, last)] for fault in _Books(tx, actor, *span).all()]
    return [*found, *_follow_on(tx, actor, spans), *_owed_today(tx, actor, last), *_below(tx)]


class _Counted(NamedTuple):
    """A posting as a person counts it."""

    key: str
    reason: str
    debit: str
    credit: str
    amount: int

    @property
    def into(self) -> bool:
        """Whether it comes into the box or the bank."""
        return self.debit in {"cash", "bank"}

    @property
    def out_of(self) -> bool:
        """Whether it leaves the box or the bank."""
        return self.credit in {"cash", "bank"}


class _Books:
    """The books of one period, beside sums of the ledger."""

    def __init__(self, tx: Tx, actor: Actor, first: date, last: date) -> None:
        self.tx, self.actor, self.first, self.last = tx, actor, first, last
        self.before, self.after = balances(tx, first - DAY), balances(tx, last)

    def all(self) -> list[str]:
        """Return every fault of the period."""
        checks = (
            self.cash_book,
            self.receipts,
            self.balance_sheet,
            self.general_ledger,
            self.loans,
            self.savings,
            self.collection,
            self.at_the_end,
        )
        return [
            f"{self.first} to {self.last}: {check.__name__}: {fault}"
            for check in checks
            for fault in check()
        ]

    def table(self, book: Book, member: str | None = None) -> Table:
        """Return a book of the period."""
        wanted = WantedBook(book, self.first, self.last, member)
        return books.book(self.tx, self.actor, GROUP, wanted)

    def cash_book(self) -> Iterator[str]:
        """In order of days; each row and each day ends with the ledger's balance of that day."""
        (section,) = self.table(Book.CASH).sections
        days = [row[0] for row in section.rows]
        if days != sorted(days, key=str):
            yield "not in the order of days"
        if ends(section.rows[0]) != [self.before["cash"], self.before["bank"]]:
            yield "opening"
        if section.total is None or ends(section.total) != [self.after["cash"], self.after["bank"]]:
            yield "closing"
        moved = amounts(section, "cash_in", "cash_out", "bank_in", "bank_out")
        for (row, _), (next_row, more) in pairwise(zip(section.rows, moved, strict=True)):
            box, at_bank = ends(row)
            if ends(next_row) != [box + more[0] - more[1], at_bank + more[2] - more[3]]:
                yield f"a row of {next_row[0]} does not add up"
            if row[0] != next_row[0] and isinstance(row[0], date) and row is not section.rows[0]:
                at_night = balances(self.tx, row[0])
                if [box, at_bank] != [at_night["cash"], at_night["bank"]]:
                    yield f"{row[0]} ends otherwise than in the ledger"

    def receipts(self) -> Iterator[str]:
        """Both sides are equal, and come to what the cash book received and paid."""
        came, went = (heads(section) for section in self.table(Book.RECEIPTS).sections)
        if sum(came.values()) != sum(went.values()):
            yield "the sides differ"
        for box in ("cash", "bank"):
            if (came.pop(f"opening_{box}"), went.pop(f"closing_{box}")) != (
                self.before[box],
                self.after[box],
            ):
                yield box
        into = sum(one.amount for one in self.counted() if one.into and not one.out_of)
        out = sum(one.amount for one in self.counted() if one.out_of and not one.into)
        if (sum(came.values()), sum(went.values())) != (into, out):
            yield "not what the boxes received and paid"
        interest = [one for one in self.counted() if one.into and "interest-due" in one.credit]
        if came.get("interest_received", 0) != sum(one.amount for one in interest):
            yield "interest received"
        if went.get("share-out", 0) != sum(self.shared_in_cash().values()):
            yield "shared out in cash"

    def shared_in_cash(self) -> dict[tuple[str, str], int]:
        """Return what was paid of each share-out to each member, up to her part of it."""
        parts, paid = Counter[tuple[str, str]](), Counter[tuple[str, str]]()
        for one in self.counted():
            if one.reason == "share_out" and one.debit == "share-out":
                parts[one.key, one.credit] += one.amount
            if one.reason == "share_out" and one.out_of:
                paid[one.key, one.debit] += one.amount
        return {place: min(amount, parts[place], key=abs) for place, amount in paid.items()}

    def balance_sheet(self) -> Iterator[str]:
        """What the group has is what it owes; every head is the ledger's."""
        owed, has, income, spending = (
            heads(one) for one in self.table(Book.BALANCE_SHEET).sections
        )
        surplus = owed.pop("surplus")
        if sum(has.values()) != sum(owed.values()) + surplus:
            yield "the sides differ"
        if surplus != sum(income.values()) - sum(spending.values()):
            yield "surplus"
        by_head = self.by_head()
        shown = {
            head: amount for part in (owed, has, income, spending) for head, amount in part.items()
        }
        signs = {head: -1 if CHART[head].side != side_of(head) else 1 for head in shown}
        if {head: signs[head] * amount for head, amount in shown.items()} != by_head:
            yield "a head"

    def general_ledger(self) -> Iterator[str]:
        """Every account ends as in the ledger, and debits equal credits."""
        sections = self.table(Book.LEDGER).sections
        ended = sorted(last_of(section) for section in sections)
        stands = [
            account(name).balance(net).minor
            for name, net in self.after.items()
            if net or self.before[name] or name in self.moved_names()
        ]
        if ended != sorted(stands):
            yield "closing balances"
        columns = [amounts_of(section.total, section, "debit", "credit") for section in sections]
        if sum(debit for debit, _ in columns) != sum(credit for _, credit in columns):
            yield "debits and credits"

    def loans(self) -> Iterator[str]:
        """Each loan's parts end as in the ledger, and its columns lead from start to end."""
        left = owed = 0
        for section in self.table(Book.LOANS).sections:
            lent, charged, paid, interest = amounts_of(
                section.total,
                section,
                "lent",
                "interest_charged",
                "principal_paid",
                "interest_paid",
            )
            more, more_interest = amounts_of(
                section.total, section, "principal_otherwise", "interest_otherwise"
            )
            began, ended = ends(section.rows[0]), ends(section.total or ())
            if began[0] + lent - paid + more != ended[0]:
                yield "principal of a loan"
            if began[1] + charged - interest + more_interest != ended[1]:
                yield "interest of a loan"
            left, owed = left + ended[0], owed + ended[1]
        by_head = self.by_head()
        if left != by_head.get("loan:<member>:<loan>:principal", 0):
            yield "principal of all"
        if owed != by_head.get("loan:<member>:<loan>:interest-due", 0):
            yield "interest of all"

    def savings(self) -> Iterator[str]:
        """Passbooks and registers end with the ledger's savings; a register's rows add up."""
        for name in [name for name in self.after if name.startswith("savings:")]:
            member = name.removeprefix("savings:")
            own = self.table(Book.PASSBOOK, member).sections[0]
            paid_in, paid_out, more = amounts_of(own.total, own, "paid_in", "paid_out", "otherwise")
            began, ended = ends(own.rows[0])[-1], last_of(own)
            if (began, ended) != (-self.before[name], -self.after[name]):
                yield f"the passbook of {member}"
            if began + paid_in - paid_out + more != ended:
                yield f"the columns of the passbook of {member}"
        months_shown = self.table(Book.REGISTER).sections
        if months_shown and last_of(months_shown[-1]) != self.by_head().get("savings:<member>", 0):
            yield "the register"
        for section in months_shown:
            for row in (*section.rows, section.total or ()):
                before, *saved = [
                    minor(cell)
                    for cell, column in zip(row, section.columns, strict=True)
                    if column
                    in {CodeWord("saved_before"), CodeWord("saved"), CodeWord("corrected")}
                ]
                paid_in, paid_out, more, whole = amounts_of(
                    row, section, "paid_in", "paid_out", "otherwise", "saved_in_all"
                )
                if sum(saved) != paid_in or before + paid_in - paid_out + more != whole:
                    yield "a row of the register"

    def collection(self) -> Iterator[str]:
        """Demand and collection, the monthly report and the loan ledger collect the same."""
        section, *corrected = self.table(Book.DEMAND).sections
        figures = heads(self.table(Book.MONTHLY).sections[0])
        collected = amounts_of(section.total, section, "collected")[0]
        paid = sum(
            sum(amounts_of(one.total, one, "principal_paid", "interest_paid"))
            for one in self.table(Book.LOANS).sections
        )
        posted = sum(
            one.amount for one in self.counted() if one.reason in {"loan_repaid", "loan_set_off"}
        )
        if {collected, figures["loans_repaid"], paid} != {posted}:
            yield f"{collected}, {figures['loans_repaid']}, {paid} and {posted}"
        here = sum(last_of(one) for one in corrected)
        if here != figures.get("loans_repaid_corrected", 0):
            yield "the corrections"
        saved = sum(one.amount for one in self.counted() if one.reason == "saving")
        if figures["savings_collected"] != saved:
            yield "savings collected"
        for row in section.rows:
            arrears, fell_due, asked, came, ahead, balance = map(minor, row[1:7])
            if arrears + fell_due != asked or asked - came + ahead != balance:
                yield "a row of the demand"

    def at_the_end(self) -> Iterator[str]:
        """The balances of the monthly report are the ledger's, and as many loans are open."""
        rows = {row[0]: row[1] for row in self.table(Book.MONTHLY).sections[1].rows}
        by_head = self.by_head()
        for head, cell in rows.items():
            assert isinstance(head, CodeWord)
            if head.code in CHART and minor(cell) != by_head.get(head.code, 0):
                yield head.code
        loans: Counter[str] = Counter()
        for name, net in self.after.items():
            if name.startswith("loan:") and name.endswith(":principal"):
                loans[name.split(":")[2]] += net
        if rows[CodeWord("open_loans")] != sum(1 for net in loans.values() if net):
            yield "open loans"

    def counted(self) -> list["_Counted"]:
        """Return the period's postings; a reversal is below 0 and has the reversed reason."""
        rows = self.tx.rows(
            "SELECT e.key, COALESCE(o.reason, e.reason), p.debit, p.credit, p.minor,"
            " o.id IS NOT NULL"
            " FROM entries e JOIN postings p ON p.entry_id = e.id LEFT JOIN entries o"
            " ON o.group_id = e.group_id AND e.reason = 'reversal' AND e.key = o.key || ':reversed'"
            " WHERE e.group_id = :g AND p.unit = 'INR' AND e.day >= :first AND e.day <= :last",
            g=GROUP,
            first=self.first.isoformat(),
            last=self.last.isoformat(),
        )
        return [
            _Counted(key, reason, credit, debit, -amount)
            if is_back
            else _Counted(key, reason, debit, credit, amount)
            for key, reason, debit, credit, amount, is_back in rows
        ]

    def moved_names(self) -> set[str]:
        """Return the accounts that moved in the period."""
        return {name for one in self.counted() for name in (one.debit, one.credit)}

    def by_head(self) -> dict[str, int]:
        """Return the balance of each line of the chart at the end, those at 0 left out."""
        sums: Counter[str] = Counter()
        for name, net in self.after.items():
            sums[account(name).place.pattern] += account(name).balance(net).minor
        return {head: amount for head, amount in sums.items() if amount}


def side_of(head: str) -> str:
    """Return the side on which the balance sheet shows a line of the chart."""
    return "debit" if CHART[head].kind in {"asset", "expense"} else "credit"


def balances(tx: Tx, day: date) -> Counter[str]:
    """Return debits less credits of every account at the end of a day, in paise."""
    rows = tx.rows(
        "SELECT p.debit, p.credit, p.minor FROM entries e JOIN postings p ON p.entry_id = e.id"
        " WHERE e.group_id = :g AND p.unit = 'INR' AND e.day <= :day",
        g=GROUP,
        day=day.isoformat(),
    )
    net: Counter[str] = Counter()
    for debit, credit, amount in rows:
        net[debit] += amount
        net[credit] -= amount
    return net


def _follow_on(tx: Tx, actor: Actor, spans: list[tuple[date, date]]) -> Iterator[str]:
    """What is due at the end of a month is late before the next, loan by loan."""
    owed: dict[Cell, int] = {}
    for first, last in spans:
        wanted = WantedBook(Book.DEMAND, first, last)
        section = books.book(tx, actor, GROUP, wanted).sections[0]
        arrears = {row[0]: minor(row[1]) for row in section.rows}
        if {who: late for who, late in arrears.items() if late} != owed:
            yield f"{first}: late before is not what was due at the end of the month before"
        owed = {row[0]: minor(row[6]) for row in section.rows if minor(row[6])}


def _owed_today(tx: Tx, actor: Actor, last: date) -> Iterator[str]:
    """What the demand shows as due today is due by each loan's own schedule and payments."""
    wanted = WantedBook(Book.DEMAND, last, last)
    section = books.book(tx, actor, GROUP, wanted).sections[0]
    shown = Counter({str(row[0]).split("#")[1]: minor(row[6]) for row in section.rows})
    for number, loan in enumerate(select_loans_of_group(tx, GROUP), 1):
        loan_books = read_books(tx, loan, select_terms(tx, loan.id))
        is_out = loan_books and loan.state is LoanState.PAID_OUT
        owed = due(loan_books[-1], last).amount if is_out else 0
        if shown[str(number)] != owed:
            yield f"loan {number}: {shown[str(number)]} is shown as due, {owed} is"


def _below(tx: Tx) -> Iterator[str]:
    """No part of a loan is below nothing at the end of any day."""
    rows = tx.rows(
        "SELECT e.day, p.debit, p.credit, p.minor FROM entries e JOIN postings p"
        " ON p.entry_id = e.id WHERE e.group_id = :g AND p.unit = 'INR' ORDER BY e.day, e.id",
        g=GROUP,
    )
    stands: Counter[str] = Counter()
    for iso_day, moved in groupby(rows, key=lambda row: row[0]):
        for _, debit, credit, amount in moved:
            stands[debit] += amount
            stands[credit] -= amount
        below = [name for name in stands if name.startswith("loan:") and stands[name] < 0]
        yield from (f"{iso_day}: {name} is below nothing" for name in below)
