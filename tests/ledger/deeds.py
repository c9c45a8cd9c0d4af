"""Changes that a person could make by hand in test_verify's books, and the findings they cause."""

from typing import LiteralString

from ledger.findings import Fault

Statements = tuple[LiteralString, ...]

CHANGED = Fault.CHANGED
INSERTED = Fault.INSERTED
REMOVED = Fault.REMOVED
DIFFERS = Fault.KEPT_DIFFERS

# Each change made by hand, and exactly the findings that the check must return.
DEEDS: dict[str, tuple[Statements, set[tuple[str, str, Fault]]]] = {
    "an entry's day changed": (
        ("UPDATE entries SET day = '2026-11-21' WHERE group_id = 'g1' AND key = 'meeting:2'",),
        {("entries", "g1/meeting:2", CHANGED)},
    ),
    "an entry's memo changed": (
        ("UPDATE entries SET memo = 'w9' WHERE group_id = 'g1' AND key = 'meeting:2'",),
        {("entries", "g1/meeting:2", CHANGED)},
    ),
    "two entries swapped": (
        (
            (
                "UPDATE entries SET n = CASE n WHEN 1 THEN 3 ELSE 1 END"
                " WHERE group_id = 'g1' AND n IN (1, 3)"
            ),
        ),
        {
            ("entries", "g1/meeting:1", CHANGED),
            ("entries", "g1/meeting:2", CHANGED),
            ("links", "g1/roles/r1", CHANGED),
            ("links", "g1/roles/r2", CHANGED),
        },
    ),
    "an entry removed with its posting and its sums": (
        (
            (
                "DELETE FROM postings WHERE entry_id IN"
                " (SELECT id FROM entries WHERE group_id = 'g1' AND key = 'meeting:2')"
            ),
            "DELETE FROM entries WHERE group_id = 'g1' AND key = 'meeting:2'",
        ),
        {
            ("entries", "g1/number 3", REMOVED),
            ("balances", "g1/cash", DIFFERS),
            ("balances", "g1/savings:m1", DIFFERS),
        },
    ),
    "an entry removed alone": (
        ("DELETE FROM entries WHERE id = 2",),
        {("entries", "g1/number 3", REMOVED), ("postings", "g1/entry 2/1", INSERTED)},
    ),
    "the last entry removed": (
        ("DELETE FROM entries WHERE id = 4",),
        {
            ("entries", "g1/number 8", REMOVED),
            ("chain_heads", "g1", DIFFERS),
            ("postings", "g1/entry 4/1", INSERTED),
            ("postings", "g1/entry 4/2", INSERTED),
        },
    ),
    "an entry put in at a place that is taken": (
        (
            (
                "INSERT INTO entries SELECT 99, group_id, n, 'put-in', reason, day, recorded_by,"
                " memo, recorded_at, '', head FROM entries WHERE id = 2"
            ),
        ),
        {("entries", "g1/put-in", INSERTED)},
    ),
    "an entry put in before the one whose place it takes": (
        (
            (
                "INSERT INTO entries SELECT 99, group_id, n, 'another', reason, day, recorded_by,"
                " memo, recorded_at, '', head FROM entries WHERE id = 2"
            ),
        ),
        {("entries", "g1/another", INSERTED)},
    ),
    "an entry put in at the end": (
        (
            (
                "INSERT INTO entries SELECT 99, group_id, 9, 'extra', reason, day, recorded_by,"
                " memo, recorded_at, '', head FROM entries WHERE id = 2"
            ),
        ),
        {("entries", "g1/extra", CHANGED), ("chain_heads", "g1", DIFFERS)},
    ),
    "an entry put into a group that is none": (
        (
            (
                "INSERT INTO entries SELECT 99, 'g9', 1, 'extra', reason, day, recorded_by,"
                " memo, recorded_at, '', head FROM entries WHERE id = 2"
            ),
        ),
        {("entries", "g9/extra", CHANGED), ("chain_heads", "g9", REMOVED)},
    ),
    "a posting's amount changed": (
        ("UPDATE postings SET minor = 9000 WHERE entry_id = 2",),
        {
            ("postings", "g1/meeting:2/1", CHANGED),
            ("balances", "g1/cash", DIFFERS),
            ("balances", "g1/savings:m1", DIFFERS),
        },
    ),
    "a posting and the sums changed alike": (
        (
            "UPDATE postings SET minor = minor + 5 WHERE entry_id = 2",
            (
                "UPDATE balances SET net_debit = net_debit + 5"
                " WHERE group_id = 'g1' AND account = 'cash'"
            ),
            (
                "UPDATE balances SET net_debit = net_debit - 5"
                " WHERE group_id = 'g1' AND account = 'savings:m1'"
            ),
        ),
        {("postings", "g1/meeting:2/1", CHANGED)},
    ),
    "two postings swapped": (
        (
            (
                "UPDATE postings SET credit = CASE line WHEN 1 THEN 'standing:m1:saving'"
                " ELSE 'standing:m1:meetings' END, minor = 1100 - minor WHERE entry_id = 4"
            ),
        ),
        {("postings", "g1/score:1/1", CHANGED), ("postings", "g1/score:1/2", CHANGED)},
    ),
    "a posting moved to another group": (
        ("UPDATE postings SET group_id = 'g3' WHERE entry_id = 2",),
        {
            ("postings", "g1/meeting:2/1", CHANGED),
            ("balances", "g1/cash", DIFFERS),
            ("balances", "g1/savings:m1", DIFFERS),
            ("balances", "g3/cash", DIFFERS),
            ("balances", "g3/savings:m1", DIFFERS),
        },
    ),
    "a posting put in": (
        (
            (
                "INSERT INTO postings SELECT entry_id, 2, group_id, debit, credit, unit, minor"
                " FROM postings WHERE entry_id = 2"
            ),
        ),
        {
            ("postings", "g1/meeting:2/2", INSERTED),
            ("balances", "g1/cash", DIFFERS),
            ("balances", "g1/savings:m1", DIFFERS),
        },
    ),
    "a posting removed": (
        ("DELETE FROM postings WHERE entry_id = 8 AND line = 2",),
        {
            ("postings", "g2/score:1/2", REMOVED),
            ("balances", "g2/points:issued", DIFFERS),
            ("balances", "g2/standing:m1:saving", DIFFERS),
        },
    ),
    "the only posting removed": (
        ("DELETE FROM postings WHERE entry_id = 2",),
        {
            ("postings", "g1/meeting:2/1", REMOVED),
            ("balances", "g1/cash", DIFFERS),
            ("balances", "g1/savings:m1", DIFFERS),
        },
    ),
    "a balance changed": (
        ("UPDATE balances SET net_debit = 1 WHERE group_id = 'g2' AND account = 'cash'",),
        {("balances", "g2/cash", DIFFERS)},
    ),
    "a balance removed": (
        ("DELETE FROM balances WHERE group_id = 'g2' AND account = 'cash'",),
        {("balances", "g2/cash", DIFFERS)},
    ),
    "a balance put in": (
        ("INSERT INTO balances VALUES ('g2', 'bank', 'INR', 0)",),
        {("balances", "g2/bank", DIFFERS)},
    ),
    "two balances swapped": (
        ("UPDATE balances SET net_debit = -net_debit WHERE group_id = 'g2' AND unit = 'INR'",),
        {("balances", "g2/cash", DIFFERS), ("balances", "g2/savings:m1", DIFFERS)},
    ),
    "a link's digest changed along with its act": (
        (
            "UPDATE some_roles SET rank = 9 WHERE group_id = 'g1' AND ref = 'r2'",
            (
                "UPDATE links SET digest ="
                " 'dd2bd0eb0cf95b9ff2f7b8bcc0fcd1ee01ba3a1c3e8bbd46d0e1c7d2eecd9d0a'"
                " WHERE group_id = 'g1' AND ref = 'r2'"
            ),
        ),
        {("links", "g1/roles/r2", CHANGED), ("roles", "g1/r2", CHANGED)},
    ),
    "a link removed": (
        ("DELETE FROM links WHERE group_id = 'g1' AND ref = 'r2'",),
        {("links", "g1/number 4", REMOVED), ("roles", "g1/r2", INSERTED)},
    ),
    "a link's head changed": (
        ("UPDATE links SET head = 'other' WHERE group_id = 'g1' AND ref = 'r2'",),
        {("links", "g1/roles/r2", CHANGED), ("entries", "g1/meeting:3", CHANGED)},
    ),
    "two acts swapped": (
        (
            (
                "UPDATE some_roles SET member = CASE ref WHEN 'r1' THEN 'm2' ELSE 'm1' END"
                " WHERE group_id = 'g1' AND ref IN ('r1', 'r2')"
            ),
        ),
        {("roles", "g1/r1", CHANGED), ("roles", "g1/r2", CHANGED)},
    ),
    "an act put in": (
        ("INSERT INTO some_roles VALUES ('g1', 'r11', 'm1', 1)",),
        {("roles", "g1/r11", INSERTED)},
    ),
    "an act removed": (
        ("DELETE FROM some_roles WHERE group_id = 'g1' AND ref = 'r2'",),
        {("roles", "g1/r2", REMOVED)},
    ),
    "the first act removed and one put in at the end": (
        (
            "DELETE FROM some_roles WHERE group_id = 'g1' AND ref = 'r1'",
            "INSERT INTO some_roles VALUES ('g9', 'r1', 'm1', 1)",
        ),
        {("roles", "g1/r1", REMOVED), ("roles", "g9/r1", INSERTED)},
    ),
    "an act changed into what no act was": (
        ("UPDATE some_roles SET rank = 9.5 WHERE group_id = 'g1' AND ref = 'r2'",),
        {("roles", "g1/r2", CHANGED)},
    ),
    "an act that lost its name": (
        ("UPDATE some_roles SET ref = NULL WHERE group_id = 'g1' AND ref = 'r2'",),
        {("roles", "g1/r2", REMOVED), ("roles", "g1/None", INSERTED)},
    ),
    "an entry's time changed into what no time was": (
        ("UPDATE entries SET recorded_at = recorded_at + 0.5 WHERE id = 2",),
        {("entries", "g1/meeting:2", CHANGED)},
    ),
    "a link's time changed into what no time was": (
        ("UPDATE links SET recorded_at = recorded_at + 0.5 WHERE group_id = 'g1' AND ref = 'r2'",),
        {("links", "g1/roles/r2", CHANGED)},
    ),
    "a kept head changed": (
        ("UPDATE chain_heads SET head = 'other' WHERE group_id = 'g1'",),
        {("chain_heads", "g1", DIFFERS)},
    ),
    "a kept head removed": (
        ("DELETE FROM chain_heads WHERE group_id = 'g1'",),
        {("chain_heads", "g1", REMOVED)},
    ),
    "a kept head put in": (
        ("INSERT INTO chain_heads VALUES ('g0', 0, 'other')",),
        {("chain_heads", "g0", DIFFERS)},
    ),
    "words changed": (
        ("UPDATE words SET text = 'She was here' WHERE id = 'w-g1'",),
        {("words", "g1/w-g1", CHANGED)},
    ),
    "words changed with their digest": (
        (
            (
                "UPDATE words SET text = '', salt = '', digest ="
                " '01ba4719c80b6fe911b091a7c05124b64eeece964e09c058ef8f9805daca546b'"
                " WHERE id = 'w-g1'"
            ),
        ),
        {("words", "g1/w-g1", CHANGED)},
    ),
    "words removed": (
        ("DELETE FROM words WHERE id = 'w-g1'",),
        {("words", "g1/w-g1", REMOVED)},
    ),
}
