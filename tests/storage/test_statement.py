"""SQL is written in one way, and two drivers read it."""

import pytest

from storage.statement import checked, for_psycopg, for_sqlite
from storage.tx import StorageError


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("SELECT :a, :b_2", "SELECT %(a)s, %(b_2)s"),
        ("SELECT :a+:a", "SELECT %(a)s+%(a)s"),
        ("SELECT ':a' || :b", "SELECT ':a' || %(b)s"),
        ("SELECT 'it''s :a' || :b", "SELECT 'it''s :a' || %(b)s"),
        ('SELECT ":a" FROM t', 'SELECT ":a" FROM t'),
        ("SELECT :a::text", "SELECT %(a)s::text"),
        ("SELECT 7 % :a, '5 %'", "SELECT 7 %% %(a)s, '5 %%'"),
        ("SELECT 1 -- 5 % of :a\n, :b", "SELECT 1 -- 5 %% of :a\n, %(b)s"),
        ("SELECT /* :a; 5 % */ :b", "SELECT /* :a; 5 %% */ %(b)s"),
    ],
)
def test_a_parameter_is_a_colon_and_a_name_outside_quotes_and_comments(
    written: str, read: str
) -> None:
    assert for_psycopg(written).decode() == read


@pytest.mark.parametrize(
    ("written", "read", "bound"),
    [
        ("SELECT 1", "SELECT 1", ()),
        ("SELECT :a", "SELECT ?", (1,)),
        ("SELECT :b, ':a', :a, :b -- :c", "SELECT ?, ':a', ?, ? -- :c", (2, 1, 2)),
    ],
)
def test_sqlite_gets_the_values_in_their_places(
    written: str, read: str, bound: tuple[int, ...]
) -> None:
    sql, bind = for_sqlite(written)

    assert (sql, bind({"a": 1, "b": 2, "c": 3})) == (read, bound)


@pytest.mark.parametrize("sql", ["SELECT 1", "\n  UPDATE t SET a = 1", "-- COMMIT\nSELECT 1", ""])
def test_an_acts_statement_passes_as_it_is(sql: str) -> None:
    assert checked(sql) is sql


@pytest.mark.parametrize(
    "sql", ["COMMIT", "rollback to act", " \n BEGIN", "-- a\n/* b */ END", "PRAGMA x", "VACUUM"]
)
def test_what_begins_or_ends_a_transaction_is_refused(sql: str) -> None:
    with pytest.raises(StorageError, match="not the act's"):
        checked(sql)
