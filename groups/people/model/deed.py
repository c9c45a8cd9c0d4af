"""The context of an act: its group, its signer, its time, and a source of new ids."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from groups.people.model.group import Group


@dataclass(frozen=True, slots=True)
class Deed:
    """An act in a locked group; `by_id` signs it: the id of a member or facilitator."""

    group: Group
    by_id: str
    new_id: Callable[[], str]
    at: datetime
