"""A half-done dialogue of a person with the bot: one a person."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Dialogue:
    """Where a person stands in a dialogue, and what she has answered so far."""

    person_id: str
    kind: str  # set_up, join, and others that the edges keep
    group_id: str
    step: str
    answers: Mapping[str, Any]
