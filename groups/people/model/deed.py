"""Who does something, in which group, when and why; and what tells its rows apart.

The one value that effects take for it. Where two persons decided, a deed names both.
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
        """The same deed as the asker's, who gave the reason; who did it so far is the second."""
        return replace(self, by_id=asker_id, second_id=self.by_id, word_id=word_id)
