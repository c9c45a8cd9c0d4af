"""The deed of an act: who does it, in which group, when and why, and ids for its rows.

Every effect takes one. If two persons decided, the deed names both.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from groups.people.model.group import Group


@dataclass(frozen=True, slots=True)
class Deed:
    """One act under way in a locked group; `by_id` signs it: a member's or facilitator's id.

    `second_id` is who confirmed it, and `word_id` the words of the reason.
    """

    group: Group
    by_id: str
    new_id: Callable[[], str]
    at: datetime
    second_id: str | None = None
    word_id: str | None = None

    def asked_by(self, asker_id: str, word_id: str | None) -> "Deed":
        """The same deed signed by the asker, with her reason; the old signer becomes the second."""
        return replace(self, by_id=asker_id, second_id=self.by_id, word_id=word_id)
