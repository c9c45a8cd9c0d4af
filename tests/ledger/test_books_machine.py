"""Random histories of the books: after any post, repeat, refusal or reversal they balance."""

import asyncio
from collections import Counter
from contextlib import ExitStack

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from ledger import accounts
from ledger.accounts import account
from ledger.balances import balances_of
from ledger.books import post, reverse
from ledger.chain import link, seal
from ledger.findings import Digested
from ledger.model import Amount, ConflictingEntry, Entry, Posting, Reason, Unit
from ledger.statement import Before, statement
from ledger.verify import verify
from tests.drift import drift
from tests.ledger.making import AT, DAY, ReadInMemory, books_in_memory
from tests.lives import lives

GROUPS = ("g1", "g2")
MONEY = (accounts.cash_box(), accounts.bank(), accounts.savings("m1"), accounts.fines())
POINTS = (
    accounts.points_issued(),
    accounts.points_lapsed(),
    accounts.points_account("m1", "saving"),
)


def postings_in(unit: Unit, names: tuple[str, ...]) -> st.SearchStrategy[Posting]:
    """Return postings between any two of some accounts."""
    sides = st.permutations(names).map(lambda mixed: mixed[:2])
    return st.builds(
        lambda two, minor: Posting(two[0], two[1], Amount(minor, unit)),
        sides,
        st.integers(1, 10**9),
    )


POSTINGS = st.lists(
    postings_in(Unit.INR, MONEY) | postings_in(Unit.PTS, POINTS), min_size=1, max_size=4
).map(tuple)


class Books(RuleBasedStateMachine):
    """The real books beside a model of them, which holds only entries by key."""

    def __init__(self) -> None:
        super().__init__()
        self.open = ExitStack()
        self.tx = self.open.enter_context(books_in_memory())
        self.tx.run("CREATE TABLE acts (group_id TEXT, ref TEXT)")
        self.entries: dict[tuple[str, str], Entry] = {}
        self.acts = 0
        self.seals: set[str] = set()

    def teardown(self) -> None:
        """Close these books."""
        self.open.close()

    @rule(group=st.sampled_from(GROUPS), key=st.integers(1, 12), postings=POSTINGS)
    def offer(self, group: str, key: int, postings: tuple[Posting, ...]) -> None:
        """Post under a key that may already be recorded."""
        entry = Entry(f"k{key}", group, Reason.SAVING, DAY, postings, "m1")
        standing = self.entries.setdefault((group, entry.key), entry)
        if standing == entry:
            assert post(self.tx, entry, at=AT).is_new == (standing is entry)
            return
        with pytest.raises(ConflictingEntry) as refusal:
            post(self.tx, entry, at=AT)
        assert refusal.value == ConflictingEntry(entry.key, standing, entry)

    @precondition(lambda self: self.entries)
    @rule(data=st.data())
    def repeat(self, data: st.DataObject) -> None:
        """Post a recorded entry again."""
        entry = data.draw(st.sampled_from(list(self.entries.values())))
        assert not post(self.tx, entry, at=AT).is_new

    @precondition(lambda self: self.entries)
    @rule(data=st.data())
    def take_back(self, data: st.DataObject) -> None:
        """Reverse a recorded entry, even a reversal; a second time changes nothing."""
        undone = data.draw(st.sampled_from(list(self.entries.values())))
        place = undone.group_id, f"{undone.key}:reversed"
        back = tuple(Posting(one.credit, one.debit, one.amount) for one in undone.postings)
        posted = reverse(self.tx, undone.group_id, undone.key, day=DAY, by="m1", at=AT)
        assert posted.is_new == (place not in self.entries)
        self.entries[place] = Entry(place[1], place[0], Reason.REVERSAL, DAY, back, "m1")

    @rule(group=st.sampled_from(GROUPS))
    def act(self, group: str) -> None:
        """Link an act among the entries."""
        self.acts += 1
        ref = f"a{self.acts}"
        link(self.tx, group, "acts", ref, (), at=AT)
        self.tx.run("INSERT INTO acts VALUES (:group_id, :ref)", group_id=group, ref=ref)
        self.seals.add(seal(self.tx, group))

    @invariant()
    def kept_sums_are_the_sums_of_the_model(self) -> None:
        """Every balance equals the sum of the model's postings, and each unit's sum is zero."""
        for group in GROUPS:
            sums: Counter[str] = Counter()
            for (owner, _), entry in self.entries.items():
                for one in entry.postings if owner == group else ():
                    sums[one.debit] += one.amount.minor
                    sums[one.credit] -= one.amount.minor
            balances = balances_of(self.tx, group)
            assert balances == {name: account(name).balance(net) for name, net in sums.items()}
            for unit in Unit:
                assert not sum(net for name, net in sums.items() if account(name).unit is unit)
        assert drift(self.tx) == ()

    @invariant()
    def every_statement_ends_at_the_balance(self) -> None:
        """The changes of all pages add up, line by line, to the stored balance."""
        for group in GROUPS:
            for name, balance in balances_of(self.tx, group).items():
                before: Before | None = None
                while True:
                    page = statement(self.tx, group, name, limit=3, before=before)
                    for line in page.lines:
                        assert line.balance == balance
                        balance -= line.change  # noqa: PLW2901 - the balance before this line
                    before = page.older
                    if before is None:
                        break
                assert balance.minor == 0

    @invariant()
    def every_chain_holds(self) -> None:
        """The check finds no fault, and finds every seal that was ever printed."""
        acts = Digested("acts", "SELECT group_id, ref FROM acts ORDER BY group_id, ref")
        verification = asyncio.run(verify(ReadInMemory(self.tx), [acts], seals=self.seals))
        assert verification.findings == []


Books.TestCase.settings = settings(max_examples=lives(40), stateful_step_count=25, deadline=None)
TestBooks = Books.TestCase
