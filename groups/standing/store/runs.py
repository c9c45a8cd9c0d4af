"""The SQL of scoring runs and their results; both are linked into the group's chain."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final, LiteralString

from groups.calendar.model import GroupWork
from groups.standing.model import Result, Run, WordsHeld
from ledger.chain import link, link_all
from storage.tx import Tx, micros

# The facts in the chain, in the order of the rows written below.
RUN_ROWS: Final[LiteralString] = """
    SELECT group_id, period, number,
           charter || COALESCE('/' || CAST(block AS TEXT), '') AS charter, base_rate, cut, digest,
           standing, loans_lent, loans_broken, recorded_at
    FROM score_runs
"""
RESULT_ROWS: Final[LiteralString] = """
    SELECT group_id, period || ':' || member_id, meetings, saving, instalments, broken, word,
           lent, word_count, open_words, open_homes, causes, recorded_at
    FROM score_results
"""

Place = tuple[str, int]  # a group, and the number of its run

_RESULT_FACTS: Final = (
    *("meetings", "saving", "instalments", "broken", "word", "lent"),
    *("word_count", "open_words", "open_homes", "causes", "recorded_at"),
)


def insert_results(tx: Tx, run: Run, results: Iterable[Result], *, at: datetime) -> None:
    """Record the results of a run, and link them into the chain."""
    rows = [_result_row(run, result, micros(at)) for result in results]
    tx.many(
        "INSERT INTO score_results (group_id, period, member_id, meetings, saving, instalments,"
        " broken, word, lent, word_count, open_words, open_homes, causes, recorded_at)"
        " VALUES (:group_id, :period, :member_id, :meetings, :saving, :instalments, :broken,"
        " :word, :lent, :word_count, :open_words, :open_homes, :causes, :recorded_at)",
        rows,
    )
    link_all(tx, run.group_id, "score_results", [_result_link(row) for row in rows], at=at)


def insert_run(tx: Tx, run: Run, *, at: datetime) -> None:
    """Record a run, and link it into the chain."""
    recorded_at = micros(at)
    tx.run(
        "INSERT INTO score_runs (group_id, period, number, charter, base_rate, cut, digest,"
        " standing, loans_lent, loans_broken, block, recorded_at) VALUES (:group_id, :period,"
        " :number, :charter, :base_rate, :cut, :digest, :standing, :lent, :broken, :block,"
        " :recorded_at)",
        group_id=run.group_id,
        period=run.period.isoformat(),
        number=run.number,
        charter=run.charter,
        base_rate=run.base_rate,
        cut=run.cut,
        digest=run.digest,
        standing=run.grade_json,
        lent=run.lent,
        broken=run.broken,
        block=run.block,
        recorded_at=recorded_at,
    )
    charter = run.charter if run.block is None else f"{run.charter}/{run.block}"
    facts = (run.number, charter, run.base_rate, run.cut, run.digest, run.grade_json)
    counted = (run.lent, run.broken, recorded_at)
    link(tx, run.group_id, "score_runs", run.period.isoformat(), (*facts, *counted), at=at)


def _result_row(run: Run, result: Result, recorded_at: int) -> dict[str, Any]:
    meetings, saving, instalments, broken, word = result.balances
    return {
        "group_id": run.group_id,
        "period": run.period.isoformat(),
        "member_id": result.member_id,
        "meetings": meetings,
        "saving": saving,
        "instalments": instalments,
        "broken": broken,
        "word": word,
        "lent": result.lent,
        "word_count": result.words.count,
        "open_words": result.words.opening,
        "open_homes": result.words.homes,
        "causes": json.dumps(result.causes, separators=(",", ":")),
        "recorded_at": recorded_at,
    }


def _result_link(row: Mapping[str, Any]) -> tuple[str, tuple[Any, ...]]:
    facts = tuple(row[name] for name in _RESULT_FACTS)
    return f"{row['period']}:{row['member_id']}", facts


def select_run(tx: Tx, group_id: str, period: date) -> Run | None:
    """The run of a period."""
    return tx.one(
        _run,
        "SELECT group_id, period, number, charter, base_rate, cut, digest, standing,"
        " loans_lent, loans_broken, block FROM score_runs"
        " WHERE group_id = :group_id AND period = :period",
        group_id=group_id,
        period=period.isoformat(),
    )


def select_last_run(tx: Tx, group_id: str) -> Run | None:
    """The newest run of a group."""
    return tx.one(
        _run,
        "SELECT group_id, period, number, charter, base_rate, cut, digest, standing,"
        " loans_lent, loans_broken, block FROM score_runs WHERE group_id = :group_id"
        " ORDER BY period DESC LIMIT 1",
        group_id=group_id,
    )


def select_run_by_number(tx: Tx, group_id: str, number: int) -> Run | None:
    """A group's run by its number; the first is 1."""
    return tx.one(
        _run,
        "SELECT group_id, period, number, charter, base_rate, cut, digest, standing,"
        " loans_lent, loans_broken, block FROM score_runs"
        " WHERE group_id = :group_id AND number = :number",
        group_id=group_id,
        number=number,
    )


def select_runs(tx: Tx, group_id: str, limit: int) -> tuple[Run, ...]:
    """The newest runs of a group, oldest first."""
    newest = tx.all(
        _run,
        "SELECT group_id, period, number, charter, base_rate, cut, digest, standing,"
        " loans_lent, loans_broken, block FROM score_runs WHERE group_id = :group_id"
        " ORDER BY period DESC LIMIT :limit",
        group_id=group_id,
        limit=limit,
    )
    return tuple(reversed(newest))


def _run(*row: Any) -> Run:
    group_id, period, number, charter, base_rate, cut, digest, standing, *counted = row
    lent, broken, block = counted
    return Run(
        group_id=group_id,
        period=date.fromisoformat(period),
        number=number,
        charter=charter,
        base_rate=base_rate,
        cut=cut,
        digest=digest,
        grade_json=standing,
        lent=lent,
        broken=broken,
        block=block,
    )


def select_base_rate(tx: Tx, *, cut: int) -> int:
    """The programme's default rate b in millionths, from all runs recorded up to a cut.

    0 as long as nothing was lent.
    """
    lent, broken = tx.rows(
        "SELECT CAST(COALESCE(SUM(loans_lent), 0) AS BIGINT),"
        " CAST(COALESCE(SUM(loans_broken), 0) AS BIGINT) FROM score_runs"
        " WHERE recorded_at <= :cut AND (loans_lent <> 0 OR loans_broken <> 0)",
        cut=cut,
    )[0]
    return 1_000_000 * int(broken) // int(lent) if lent > 0 else 0


def select_base_rate_of(tx: Tx, group_id: str, *, cut: int) -> int:
    """The rate b as stored by a group's last run up to a cut; 0 before its first run."""
    rate: int | None = tx.value(
        "SELECT base_rate FROM score_runs WHERE group_id = :group_id AND recorded_at <= :cut"
        " ORDER BY number DESC LIMIT 1",
        group_id=group_id,
        cut=cut,
    )
    return rate or 0


def select_loans_counted(tx: Tx, group_id: str, number: int) -> tuple[int, int]:
    """How many loans, and how many defaults, a group's runs before a number counted."""
    lent, broken = tx.rows(
        "SELECT CAST(COALESCE(SUM(loans_lent), 0) AS BIGINT),"
        " CAST(COALESCE(SUM(loans_broken), 0) AS BIGINT) FROM score_runs"
        " WHERE group_id = :group_id AND number < :number",
        group_id=group_id,
        number=number,
    )[0]
    return int(lent), int(broken)


def select_results(tx: Tx, group_id: str, period: date) -> tuple[Result, ...]:
    """The results of a run."""
    return tuple(
        tx.all(
            _result,
            "SELECT member_id, meetings, saving, instalments, broken, word, lent, word_count,"
            " open_words, open_homes, causes FROM score_results"
            " WHERE group_id = :group_id AND period = :period ORDER BY member_id",
            group_id=group_id,
            period=period.isoformat(),
        )
    )


def select_results_of(tx: Tx, member_id: str, limit: int) -> Sequence[tuple[date, Result]]:
    """A member's newest results with their periods, newest first."""
    return tx.all(
        lambda period, *row: (date.fromisoformat(period), _result(*row)),
        "SELECT period, member_id, meetings, saving, instalments, broken, word, lent, word_count,"
        " open_words, open_homes, causes FROM score_results"
        " WHERE member_id = :member_id ORDER BY period DESC LIMIT :limit",
        member_id=member_id,
        limit=limit,
    )


def _result(*row: Any) -> Result:
    member_id, *numbers, causes = row
    meetings, saving, instalments, broken, word, lent, count, opening, homes = numbers
    return Result(
        member_id=member_id,
        balances=(meetings, saving, instalments, broken, word),
        lent=lent,
        words=WordsHeld(count, opening, homes),
        causes=tuple(map(_cause, json.loads(causes))),
    )


def _cause(packed_cause: list[Any]) -> tuple[str, int, int, int]:
    code, times, centi, whole = packed_cause
    return code, times, centi, whole


def select_groups_due(tx: Tx, now: int) -> list[GroupWork]:
    """The active groups due to be looked at; first the one that has waited longest."""
    return tx.all(
        GroupWork,
        "SELECT id FROM groups WHERE state = 'active' AND score_due <= :now ORDER BY score_due, id",
        now=now,
    )


def is_due(tx: Tx, group_id: str, now: int) -> bool:
    """Whether an active group is due to be looked at."""
    return bool(
        tx.rows(
            "SELECT 1 FROM groups WHERE id = :id AND state = 'active' AND score_due <= :now",
            id=group_id,
            now=now,
        )
    )


def select_active_groups(tx: Tx) -> list[str]:
    """Every active group."""
    rows = tx.rows("SELECT id FROM groups WHERE state = 'active' ORDER BY id")
    return [group_id for (group_id,) in rows]


def select_periods_before(tx: Tx, group_id: str, number: int, limit: int) -> list[date]:
    """The newest periods scored before a run's number, oldest first."""
    rows = tx.rows(
        "SELECT period FROM score_runs WHERE group_id = :group_id AND number < :number"
        " ORDER BY number DESC LIMIT :limit",
        group_id=group_id,
        number=number,
        limit=limit,
    )
    return [date.fromisoformat(period) for (period,) in reversed(rows)]


def count_runs(tx: Tx) -> int:
    """How many runs there are, of all groups."""
    return int(tx.value("SELECT COUNT(*) FROM score_runs"))


def update_score_due(tx: Tx, group_id: str, due: int) -> None:
    """Store when a group is looked at next; 0 means at once."""
    tx.run("UPDATE groups SET score_due = :due WHERE id = :id", due=due, id=group_id)


def select_run_places(tx: Tx, after: Place | None, limit: int) -> list[Place]:
    """The next runs of all groups after `after`, each group's in order; None: from the first."""
    group_id, number = after or ("", 0)
    return tx.all(
        lambda group, number: (str(group), int(number)),
        "SELECT group_id, number FROM score_runs WHERE (group_id, number) > (:group_id, :number)"
        " ORDER BY group_id, number LIMIT :limit",
        group_id=group_id,
        number=number,
        limit=limit,
    )
