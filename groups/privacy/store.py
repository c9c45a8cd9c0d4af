"""The SQL of one person's records over all her groups, and of their erasure."""

from groups.people.model.people import Member
from storage.tx import Tx


def select_counts_of_person(tx: Tx, person_id: str) -> dict[str, int]:
    """Counts of what she did and of what was recorded for her, by kind."""
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


def select_words(tx: Tx, member: Member) -> list[str]:
    """The ids of her words, and of others' reasons about her and her loans."""
    rows = tx.rows(
        "WITH hers AS (SELECT id FROM loans WHERE member_id = :member_id)"
        " SELECT word_id FROM second_person WHERE group_id = :group_id AND (asked_by = :member_id"
        " OR subject = :member_id OR subject IN (SELECT id FROM hers)) AND word_id IS NOT NULL"
        " UNION SELECT word_id FROM disputes WHERE member_id = :member_id AND word_id IS NOT NULL"
        " UNION SELECT decided_word FROM disputes"
        " WHERE member_id = :member_id AND decided_word IS NOT NULL"
        " UNION SELECT word_id FROM record_acts"
        " WHERE group_id = :group_id AND member_id = :member_id AND word_id IS NOT NULL"
        " UNION SELECT word_id FROM loans WHERE member_id = :member_id AND word_id IS NOT NULL"
        " UNION SELECT voice_id FROM loans WHERE member_id = :member_id AND voice_id IS NOT NULL"
        " UNION SELECT word_id FROM loan_terms"
        " WHERE loan_id IN (SELECT id FROM hers) AND word_id IS NOT NULL"
        " UNION SELECT word_id FROM loan_steps"
        " WHERE loan_id IN (SELECT id FROM hers) AND word_id IS NOT NULL"
        " UNION SELECT word_id FROM loan_waivers WHERE loan_id IN (SELECT id FROM hers)"
        " UNION SELECT word_id FROM register_money"
        " WHERE group_id = :group_id AND member_id = :member_id AND word_id IS NOT NULL",
        group_id=member.group_id,
        member_id=member.id,
    )
    return [word_id for (word_id,) in rows]


def delete_messages(tx: Tx, person_id: str) -> None:
    """Delete every message to a person except those that are being sent."""
    tx.run(
        "DELETE FROM outbox WHERE person_id = :person_id AND state <> 'sending'",
        person_id=person_id,
    )


def delete_waits(tx: Tx, person_id: str) -> None:
    """Delete what was noted to wait for a person."""
    tx.run("DELETE FROM waits WHERE person_id = :person_id", person_id=person_id)


def delete_waits_told(tx: Tx, person_id: str) -> None:
    """Delete when a person was last reminded of what waits for her."""
    tx.run("DELETE FROM waits_told WHERE person_id = :person_id", person_id=person_id)


def update_person_of_member(tx: Tx, member_id: str, person_id: str) -> None:
    """Make a membership that of another person."""
    tx.run(
        "UPDATE members SET person_id = :person_id WHERE id = :id",
        person_id=person_id,
        id=member_id,
    )


def update_group_set_up(tx: Tx, group_id: str, from_id: str, to_id: str) -> None:
    """Make another person the one who set up a group, if the first did."""
    tx.run(
        "UPDATE groups SET set_up_by = :to_id WHERE id = :id AND set_up_by = :from_id",
        id=group_id,
        from_id=from_id,
        to_id=to_id,
    )
