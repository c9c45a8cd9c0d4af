"""Check the books from the first row to the last, for rows changed, added or removed by hand.

The check streams over one snapshot and keeps little in memory, however many rows there are.
"""

from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final, LiteralString

from ledger.balances import DRIFT
from ledger.books import ENTRIES, LINE_DIGEST_LENGTH, entry_facts, line_digest, line_of
from ledger.chain import SEAL_LENGTH, End, beginning, digest_as_read, follows
from ledger.findings import Digested, Fault, Verification
from ledger.words import WORDS, word_digest
from storage.database import LongRead
from storage.tx import Value

Row = tuple[Any, ...]
Place = tuple[str, str]  # a group's id, and a row's name within its table and group
Progress = Callable[[str, int], None]

_PROGRESS_EVERY: Final = 10_000
_IN_CHAINS: Final = frozenset((ENTRIES, "chain_heads"))
_GAP_MAX: Final = 1000  # missing links of one gap that are reported one by one

# Every link of every group; after a group's last link, the stored end of its chain.
_CHAINS: Final[LiteralString] = """
    SELECT group_id, n, kind, ref, digest, head, recorded_at, reason, day, recorded_by, memo, lines
    FROM (
        SELECT group_id, n, kind, ref, digest, head, recorded_at,
               NULL AS reason, NULL AS day, NULL AS recorded_by, NULL AS memo, NULL AS lines
        FROM links
        UNION ALL
        SELECT group_id, n, 'entries', key, NULL, head, recorded_at,
               reason, day, recorded_by, memo, lines
        FROM entries
        UNION ALL
        SELECT group_id, 9223372036854775807, 'chain_heads', '', NULL, head, n,
               NULL, NULL, NULL, NULL, NULL
        FROM chain_heads
    ) AS chains
    ORDER BY group_id, n, kind, ref
"""

_LINKS: Final[LiteralString] = """
    SELECT group_id, ref, digest FROM links WHERE kind = :kind ORDER BY group_id, ref
"""

_POSTINGS: Final[LiteralString] = """
    SELECT e.id, e.group_id, e.key, e.lines,
           p.line, p.group_id, p.debit, p.credit, p.unit, p.minor
    FROM entries e LEFT JOIN postings p ON p.entry_id = e.id
    ORDER BY e.id, p.line
"""

_ORPHANS: Final[LiteralString] = """
    SELECT p.group_id, p.entry_id, p.line
    FROM postings p LEFT JOIN entries e ON e.id = p.entry_id
    WHERE e.id IS NULL ORDER BY p.entry_id, p.line
"""

_WORDS: Final[LiteralString] = """
    SELECT group_id, id, text, salt, digest, erased_on FROM words ORDER BY group_id, id
"""

OWN: Final = (
    Digested(WORDS, "SELECT group_id, id, digest, recorded_at FROM words ORDER BY group_id, id"),
)


def _no_progress(_table: str, _rows: int) -> None:
    return


async def verify(
    read: LongRead,
    digested: Sequence[Digested],
    *,
    seals: Iterable[str] = (),
    progress: Progress = _no_progress,
) -> Verification:
    """Recompute every chain, digest and balance; look for every printed seal in the chains.

    `progress` is called with the table being read and the number of rows done.
    """
    check = _Check(read, progress)
    gaps = await check.chains({seal.strip().lower() for seal in seals})
    await check.postings()
    await check.kept_sums()
    check.name_gaps(gaps)
    for table in (*OWN, *digested):
        await check.acts(table)
    await check.words()
    return check.result


class _Check:
    def __init__(self, read: LongRead, progress: Progress) -> None:
        self._read = read
        self._progress = progress
        self.result = Verification()

    async def _rows(self, table: str, sql: LiteralString, **p: Value) -> AsyncIterator[Row]:
        count = 0
        async for row in self._read.rows(sql, **p):
            yield row
            count += 1
            if count % _PROGRESS_EVERY == 0:
                self._progress(table, count)
        self._progress(table, count)

    async def chains(self, seals: set[str]) -> list[tuple[str, int]]:
        """Follow every chain; return the numbers of the missing links."""
        gaps: list[tuple[str, int]] = []
        chain = _Chain("", self.result, gaps)
        async for row in self._rows("links", _CHAINS):
            self.result.count(row[2] if row[2] in _IN_CHAINS else "links")
            if row[0] != chain.group_id:
                chain.end(None)
                chain = _Chain(row[0], self.result, gaps)
                seals.discard(chain.at.head[:SEAL_LENGTH])
            seals.discard(row[5][:SEAL_LENGTH])
            chain.take(row)
        chain.end(None)
        for seal in sorted(seals):
            self.result.note("chain_heads", f"seal {seal}", Fault.SEAL_UNKNOWN)
        return gaps

    def name_gaps(self, gaps: Iterable[tuple[str, int]]) -> None:
        """Report each missing link: as an entry where the group's postings or balances show it."""
        groups_with_findings = {
            finding.row.split("/")[0]
            for finding in self.result.findings
            if finding.table in {"postings", "balances"}
        }
        for group_id, n in gaps:
            table = ENTRIES if group_id in groups_with_findings else "links"
            self.result.note(table, f"{group_id}/number {n}", Fault.REMOVED)

    async def postings(self) -> None:
        """Compare the postings of every entry with the digests that the entry stores."""
        entry: _Lines | None = None
        async for row in self._rows("postings", _POSTINGS):
            self.result.count("postings", row[4] is not None)
            if entry is None or entry.entry_id != row[0]:
                if entry is not None:
                    entry.end(self.result)
                entry_id, group_id, key, lines = row[:4]
                entry = _Lines(entry_id, group_id, key, lines)
            entry.take(row[4:], self.result)
        if entry is not None:
            entry.end(self.result)
        async for group_id, entry_id, line in self._read.rows(_ORPHANS):
            self.result.note("postings", f"{group_id}/entry {entry_id}/{line}", Fault.INSERTED)

    async def kept_sums(self) -> None:
        """Recompute every balance."""
        async for group_id, account, *_ in self._read.rows(DRIFT):
            self.result.note("balances", f"{group_id}/{account}", Fault.KEPT_DIFFERS)
        async for (count,) in self._read.rows("SELECT COUNT(*) FROM balances"):
            self.result.count("balances", count)

    async def acts(self, table: Digested) -> None:
        """Compare the rows of a table with their links.

        Both come in the same order, whatever order this database uses; a row or link without its
        partner waits.
        """
        rows: dict[Place, str] = {}
        links: dict[Place, str] = {}
        self.result.count(table.kind, 0)
        link_rows = self._read.rows(_LINKS, kind=table.kind)
        async for group_id, ref, *facts in self._rows(table.kind, table.sql):
            link = await anext(link_rows, None)
            if link is not None:
                links[link[0], link[1]] = link[2]
            self.result.count(table.kind)
            rows[group_id, ref] = digest_as_read(table.kind, ref, tuple(facts))
            for at in dict.fromkeys([(group_id, ref), link[:2] if link else (group_id, ref)]):
                self._meet(table.kind, at, rows, links)
        async for group_id, ref, digest in link_rows:
            links[group_id, ref] = digest
            self._meet(table.kind, (group_id, ref), rows, links)
        for at in rows:
            self.result.note(table.kind, f"{at[0]}/{at[1]}", Fault.INSERTED)
        for at in links:
            self.result.note(table.kind, f"{at[0]}/{at[1]}", Fault.REMOVED)

    def _meet(self, kind: str, at: Place, rows: dict[Place, str], links: dict[Place, str]) -> None:
        if at in rows and at in links and rows.pop(at) != links.pop(at):
            self.result.note(kind, f"{at[0]}/{at[1]}", Fault.CHANGED)

    async def words(self) -> None:
        """Compare words with their digests; erased words with a day are correct."""
        async for group_id, word_id, text, salt, digest, erased_on in self._read.rows(_WORDS):
            if text is None and erased_on is not None:
                self.result.words_erased += 1
            elif text is None or word_digest(salt, text) != digest:
                self.result.note(WORDS, f"{group_id}/{word_id}", Fault.CHANGED)


@dataclass(frozen=True, slots=True)
class _Named:
    """A row as a finding names it."""

    table: str
    row: str


class _Chain:
    """One group's chain, link by link."""

    def __init__(self, group_id: str, result: Verification, gaps: list[tuple[str, int]]) -> None:
        self.group_id = group_id
        self.at = beginning(group_id)
        self._before = self.at
        self._wrong: _Named | None = None  # the row at this place, if it does not follow
        self._result = result
        self._gaps = gaps
        self._is_ended = not group_id

    def take(self, row: Row) -> None:
        """Check that the next row follows; go on from the head that it stores, right or wrong."""
        _, n, kind, ref, digest, head, recorded_at, *said = row
        if kind == "chain_heads":
            self.end(End(recorded_at, head))
            return
        if kind == ENTRIES:
            reason, iso_day, by, memo, lines = said
            facts = entry_facts(reason, iso_day, by, memo, recorded_at, lines)
            digest = digest_as_read(ENTRIES, ref, facts)
            named = _Named(ENTRIES, f"{self.group_id}/{ref}")
        else:
            named = _Named("links", f"{self.group_id}/{kind}/{ref}")
        if type(n) is not int:
            self._result.note(named.table, named.row, Fault.CHANGED)
            return
        before = self._before if n == self.at.n else self.at
        is_next = follows(before, End(n, head), (kind, ref, digest, recorded_at))
        if n > self.at.n:
            self._go_on(End(n, head), None if is_next else named)
        elif is_next and self._wrong is not None:
            self._result.note(self._wrong.table, self._wrong.row, Fault.INSERTED)
            self.at, self._wrong = End(n, head), None
        else:
            self._result.note(named.table, named.row, Fault.INSERTED)

    def _go_on(self, to: End, wrong: _Named | None) -> None:
        self._note_wrong()
        gap = range(self.at.n + 1, to.n)
        self._gaps.extend((self.group_id, missing) for missing in gap[:_GAP_MAX])
        self._before, self.at = self.at, to
        self._wrong = None if gap else wrong

    def _note_wrong(self) -> None:
        if self._wrong is not None:
            self._result.note(self._wrong.table, self._wrong.row, Fault.CHANGED)

    def end(self, stored_end: End | None) -> None:
        """Compare the chain's end with the stored one, once."""
        if self._is_ended:
            return
        self._is_ended = True
        self._note_wrong()
        self._result.chains += 1
        if stored_end is None:
            self._result.note("chain_heads", self.group_id, Fault.REMOVED)
        elif stored_end != self.at:
            self._result.note("chain_heads", self.group_id, Fault.KEPT_DIFFERS)
            last = stored_end.n if type(stored_end.n) is int else self.at.n
            self._gaps.extend(
                (self.group_id, missing) for missing in range(self.at.n + 1, last + 1)[:_GAP_MAX]
            )


class _Lines:
    """The postings of one entry, beside the digests that the entry stores."""

    def __init__(self, entry_id: int, group_id: str, key: str, lines: str) -> None:
        self.entry_id = entry_id
        self._group_id = group_id
        self._place = f"{group_id}/{key}"
        starts = range(0, len(lines), LINE_DIGEST_LENGTH)
        self._digests = {
            line: lines[start : start + LINE_DIGEST_LENGTH] for line, start in enumerate(starts, 1)
        }

    def take(self, posting: Row, result: Verification) -> None:
        """Check one posting; an entry without postings comes with an empty row."""
        line, group_id, debit, credit, unit, minor = posting
        if line is None:
            return
        stored_digest = self._digests.pop(line, None)
        if stored_digest is None:
            result.note("postings", f"{self._place}/{line}", Fault.INSERTED)
        elif (group_id, line_digest(line_of(debit, credit, unit, minor))) != (
            self._group_id,
            stored_digest,
        ):
            result.note("postings", f"{self._place}/{line}", Fault.CHANGED)

    def end(self, result: Verification) -> None:
        """Report the postings that are gone."""
        for line in self._digests:
            result.note("postings", f"{self._place}/{line}", Fault.REMOVED)
