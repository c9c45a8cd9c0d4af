"""How many rows of each kind are kept about one person, over all groups she was in."""

from storage.tx import Tx


def select_counts_of_person(tx: Tx, person_id: str) -> dict[str, int]:
    """What is counted, and how often: what she did and what was recorded for her."""
    rows = tx.rows(
        "SELECT 'vouches_given', COUNT(*) FROM members m JOIN vouches v ON v.giver_id = m.id"
        " WHERE m.person_id = :person_id"
        " UNION ALL SELECT 'meetings', COUNT(DISTINCT l.meeting_id) FROM members m"
        " JOIN register_lines l ON l.group_id = m.group_id AND l.member_id = m.id"
        " WHERE m.person_id = :person_id"
        " UNION ALL SELECT 'saved_times', COUNT(DISTINCT l.meeting_id) FROM members m"
        " JOIN register_lines l ON l.group_id = m.group_id AND l.member_id = m.id"
        " WHERE m.person_id = :person_id AND l.saved + l.extra > 0"
        " UNION ALL SELECT 'score_weeks', COUNT(*) FROM members m"
        " JOIN score_results s ON s.member_id = m.id WHERE m.person_id = :person_id"
        " UNION ALL SELECT 'disputes', COUNT(*) FROM members m"
        " JOIN disputes d ON d.member_id = m.id WHERE m.person_id = :person_id",
        person_id=person_id,
    )
    return dict(rows)
