"""Whose doing something is, in which group and when, and what tells its rows apart."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from groups.people.model.group import Group


@dataclass(frozen=True, slots=True)
class Deed:
    """One act under way in a locked group; `by_id` signs it: a member's or facilitator's id."""

    group: Group
    by_id: str
    new_id: Callable[[], str]
    at: datetime
