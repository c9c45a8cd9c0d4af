"""A group as a facilitator's list shows it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class GroupBrief:
    """A group in a facilitator's list."""

    id: str
    name: str
    village: str
    state: str
    token: str
    members: int
    is_left_alone: bool = False  # it has begun, and no facilitator looks after it
