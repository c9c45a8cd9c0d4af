"""The names on a board, read in as few columns as it shows: every tap on it asks for them."""

from typing import NamedTuple

from groups.people.model.people import MemberState
from storage.tx import Tx


class NameOnBoard(NamedTuple):
    """A member as a board shows her."""

    member_id: str
    number: int
    name: str
    state: str

    @property
    def is_active(self) -> bool:
        """Whether a word can be given for her."""
        return self.state == MemberState.ACTIVE


def select_names_on_board(tx: Tx, group_id: str) -> list[NameOnBoard]:
    """Every member the group has now by number: waiting, active and frozen ones."""
    return tx.all(
        NameOnBoard,
        "SELECT m.id, m.number, p.name, m.state FROM members m"
        " JOIN persons p ON p.id = m.person_id"
        " WHERE m.group_id = :group_id AND m.state <> 'left' ORDER BY m.number",
        group_id=group_id,
    )
