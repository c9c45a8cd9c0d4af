"""The SQL of who is concerned herself: whose group it is or was, or whose kin is in it."""

from storage.tx import Tx


def select_groups_concerning(tx: Tx, person_id: str) -> frozenset[str]:
    """The groups that she set up, has a record in, or in which her declared kin have one.

    A record concerns her in any state, also after she has left: its money may be in dispute. Kin
    and household are those of the ties in force, in whichever group they were declared, and the
    members whom she, as a facilitator, declared her kin. A tie that another declared of her counts
    once a second person has confirmed it: nobody alone takes her group from her. What concerned her
    before her name was erased concerns her still.
    """
    return frozenset(
        tx.all(
            str,
            "SELECT id FROM groups WHERE set_up_by = :person_id"
            " UNION SELECT group_id FROM members WHERE person_id = :person_id"
            " UNION SELECT here.group_id FROM members mine"
            " JOIN kinships k ON k.group_id = mine.group_id"
            " AND (k.one_id = mine.id OR k.other_id = mine.id)"
            " JOIN members kin ON kin.id <> mine.id AND (kin.id = k.one_id OR kin.id = k.other_id)"
            " JOIN members here ON here.person_id = kin.person_id"
            " WHERE mine.person_id = :person_id AND k.act = 'declared'"
            " AND (k.second_id IS NOT NULL OR k.by_id = mine.id) AND NOT EXISTS"
            " (SELECT 1 FROM kinships newer WHERE newer.group_id = k.group_id"
            " AND newer.one_id = k.one_id AND newer.other_id = k.other_id"
            " AND newer.kind = k.kind AND newer.recorded_at > k.recorded_at)"
            " UNION SELECT here.group_id FROM group_acts a JOIN members kin ON kin.id = a.subject"
            " JOIN members here ON here.person_id = kin.person_id"
            " WHERE a.by_id = :person_id AND a.act = 'own_kin'"
            " UNION SELECT group_id FROM concerns WHERE person_id = :person_id",
            person_id=person_id,
        )
    )


def insert_concern(tx: Tx, person_id: str, group_id: str) -> None:
    """Keep that a group concerns a person, though no record says so any more."""
    tx.run(
        "INSERT INTO concerns (person_id, group_id) VALUES (:person_id, :group_id)"
        " ON CONFLICT DO NOTHING",
        person_id=person_id,
        group_id=group_id,
    )


def insert_concerns_as(tx: Tx, from_id: str, to_id: str) -> None:
    """Keep that what concerned a person concerns another, whose record it is now."""
    tx.run(
        "INSERT INTO concerns (person_id, group_id)"
        " SELECT CAST(:to_id AS TEXT), group_id FROM concerns WHERE person_id = :from_id"
        " ON CONFLICT (person_id, group_id) DO NOTHING",
        from_id=from_id,
        to_id=to_id,
    )
