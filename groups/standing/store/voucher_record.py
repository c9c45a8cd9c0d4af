"""The SQL of vouches given in a group, and of the loans behind those of one giver."""

from datetime import date

from storage.tx import Tx


def select_words(tx: Tx, group_id: str) -> list[tuple[str, str, date, int, int]]:
    """Every vouch of a group: id, giver, day, weight as recorded, moment of recording."""
    return tx.all(
        lambda word, giver, iso_day, record, at: (
            word,
            giver,
            date.fromisoformat(iso_day),
            record,
            at,
        ),
        "SELECT id, giver_id, day, record, recorded_at FROM vouches"
        " WHERE group_id = :group_id ORDER BY recorded_at, id",
        group_id=group_id,
    )


def select_loans_behind(tx: Tx, group_id: str, giver_id: str, *, cut: int) -> list[str]:
    """Loans handed over by a cut while her vouch was in force; a proxy only once confirmed."""
    return tx.all(
        str,
        "SELECT DISTINCT l.id FROM vouches v"
        " JOIN loans l ON l.group_id = v.group_id AND l.member_id = v.receiver_id"
        " JOIN loan_terms t ON t.loan_id = l.id AND t.version = 1 AND t.recorded_at <= :cut"
        " LEFT JOIN vouch_ends e ON e.vouch_id = v.id AND e.recorded_at <= t.recorded_at"
        " LEFT JOIN proxies p ON v.proxy = 1 AND p.vouch_id = v.id AND p.act = 'confirmed'"
        " AND p.recorded_at <= t.recorded_at"
        " WHERE v.group_id = :group_id AND v.giver_id = :giver_id"
        " AND v.recorded_at <= t.recorded_at AND v.until_day >= t.began"
        " AND e.id IS NULL AND (v.proxy = 0 OR p.id IS NOT NULL) ORDER BY l.id",
        group_id=group_id,
        giver_id=giver_id,
        cut=cut,
    )
