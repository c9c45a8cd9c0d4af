"""The SQL of what an old group took over from its paper books."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, LiteralString

from groups.oldbooks.model import Cutoff
from ledger.chain import Facts, link, link_all
from storage.tx import Tx, Value, micros

# The facts in the chain, in the order in which they are inserted.
OPENINGS: Final[LiteralString] = (
    "SELECT group_id, id, number, day, by_id, second_id, word_id, recorded_at FROM openings"
)
OPENING_MEMBERS: Final[LiteralString] = (
    "SELECT group_id, opening_id || ':' || member_id AS ref, since, savings, recorded_at"
    " FROM opening_members"
)
OPENING_LINES: Final[LiteralString] = (
    "SELECT group_id, opening_id || ':' || member_id || ':' || day AS ref, mark, due, saved,"
    " recorded_at FROM opening_lines"
)
OPENING_REPAID: Final[LiteralString] = (
    "SELECT group_id, opening_id || ':' || CAST(number AS TEXT) AS ref, member_id, fund, lent,"
    " lent_day, repaid_day, recorded_at FROM opening_repaid"
)


@dataclass(frozen=True, slots=True)
class Opening:
    """One takeover of a group's old books, as of the end of a day.

    From the second on it replaces the one before, and `word_id` is the reason.
    """

    id: str
    group_id: str
    number: int
    day: date
    by_id: str
    second_id: str
    word_id: str | None = None


def insert_opening(tx: Tx, opening: Opening, *, at: datetime) -> None:
    """Record that a group's old books are taken over, and link it into the chain."""
    tx.run(
        "INSERT INTO openings (id, group_id, number, day, by_id, second_id, word_id, recorded_at)"
        " VALUES (:id, :group_id, :number, :day, :by_id, :second_id, :word_id, :at)",
        id=opening.id,
        group_id=opening.group_id,
        number=opening.number,
        day=opening.day.isoformat(),
        by_id=opening.by_id,
        second_id=opening.second_id,
        word_id=opening.word_id,
        at=micros(at),
    )
    facts = (
        opening.number,
        opening.day.isoformat(),
        opening.by_id,
        opening.second_id,
        opening.word_id,
        micros(at),
    )
    link(tx, opening.group_id, "openings", opening.id, facts, at=at)


def select_opening(tx: Tx, group_id: str) -> Opening | None:
    """The takeover in force; None if the group has none."""
    return tx.one(
        lambda id_, number, iso_day, by_id, second_id, word_id: Opening(
            id=id_,
            group_id=group_id,
            number=number,
            day=date.fromisoformat(iso_day),
            by_id=by_id,
            second_id=second_id,
            word_id=word_id,
        ),
        "SELECT id, number, day, by_id, second_id, word_id FROM openings"
        " WHERE group_id = :group_id ORDER BY number DESC LIMIT 1",
        group_id=group_id,
    )


def has_grown(tx: Tx, opening: Opening) -> bool:
    """Whether later rows use the takeover: a scoring run, or another entry or loan term."""
    return bool(
        tx.value(
            "SELECT COUNT(*) FROM openings o WHERE o.id = :id AND ("
            "EXISTS (SELECT 1 FROM score_runs r WHERE r.group_id = o.group_id"
            " AND r.cut >= o.recorded_at)"
            " OR EXISTS (SELECT 1 FROM loan_terms t WHERE t.group_id = o.group_id"
            " AND t.version > 1)"
            " OR EXISTS (SELECT 1 FROM entries e WHERE e.group_id = o.group_id"
            " AND e.reason NOT IN ('opening', 'reversal', 'score')))",
            id=opening.id,
        )
    )


def insert_opening_members(
    tx: Tx, opening: Opening, cutoff: Cutoff, ids: dict[int, str], *, at: datetime
) -> None:
    """Record the members' first days and savings; link them. `ids` by member number."""
    values = [(ids[one.number], one.since.isoformat(), one.savings) for one in cutoff.members]
    alike = _alike(opening, at)
    tx.many(
        "INSERT INTO opening_members (opening_id, member_id, group_id, since, savings, recorded_at)"
        " VALUES (:opening_id, :member_id, :group_id, :since, :savings, :recorded_at)",
        [
            alike | {"member_id": who, "since": since, "savings": saved}
            for who, since, saved in values
        ],
    )
    facts = [_fact(opening, who, (since, saved), at) for who, since, saved in values]
    link_all(tx, opening.group_id, "opening_members", facts, at=at)


def insert_opening_lines(
    tx: Tx, opening: Opening, cutoff: Cutoff, ids: dict[int, str], due: int, *, at: datetime
) -> None:
    """Record attendance and savings in earlier meetings, and link them.

    `ids` by member number; `due` is the usual saving in paise, due in each of the meetings.
    """
    values = [
        (ids[one.number], one.day.isoformat(), one.mark.value, due if one.has_saved else 0)
        for one in cutoff.marks
    ]
    alike = _alike(opening, at) | {"due": due}
    tx.many(
        "INSERT INTO opening_lines (opening_id, member_id, day, group_id, mark, due, saved,"
        " recorded_at) VALUES (:opening_id, :member_id, :day, :group_id, :mark, :due, :saved,"
        " :recorded_at)",
        [
            alike | {"member_id": who, "day": iso_day, "mark": mark, "saved": saved}
            for who, iso_day, mark, saved in values
        ],
    )
    facts = [
        _fact(opening, f"{who}:{iso_day}", (mark, due, saved), at)
        for who, iso_day, mark, saved in values
    ]
    link_all(tx, opening.group_id, "opening_lines", facts, at=at)


def insert_opening_repaid(
    tx: Tx, opening: Opening, cutoff: Cutoff, ids: dict[int, str], *, at: datetime
) -> None:
    """Record the loans repaid before, and link them; `ids` by member number."""
    rows: list[dict[str, Value]] = []
    facts: list[tuple[str, Facts]] = []
    names = ("member_id", "fund", "lent", "lent_day", "repaid_day")
    for number, one in enumerate(cutoff.repaid, 1):
        days = (one.lent_day.isoformat(), one.repaid_day.isoformat())
        values = (ids[one.number], one.fund.value, one.lent, *days)
        rows.append(
            {**_alike(opening, at), "number": number, **dict(zip(names, values, strict=True))}
        )
        facts.append(_fact(opening, str(number), values, at))
    tx.many(
        "INSERT INTO opening_repaid (opening_id, number, member_id, group_id, fund, lent,"
        " lent_day, repaid_day, recorded_at) VALUES (:opening_id, :number, :member_id, :group_id,"
        " :fund, :lent, :lent_day, :repaid_day, :recorded_at)",
        rows,
    )
    link_all(tx, opening.group_id, "opening_repaid", facts, at=at)


def _alike(opening: Opening, at: datetime) -> dict[str, Value]:
    """The columns that all rows of an opening share."""
    return {
        "opening_id": opening.id,
        "group_id": opening.group_id,
        "recorded_at": micros(at),
    }


def _fact(opening: Opening, ref: str, said: Facts, at: datetime) -> tuple[str, Facts]:
    """A row for the chain: its reference and its facts."""
    return f"{opening.id}:{ref}", (*said, micros(at))
