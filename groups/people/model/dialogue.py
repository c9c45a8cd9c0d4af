"""An unfinished dialogue of a person with the bot: one per person."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Dialogue:
    """The question a person is at in a dialogue, and her answers so far."""

    person_id: str
    kind: str  # set_up, join, and others that the edges keep
    group_id: str
    step: str
    answers: Mapping[str, Any]
