"""A loan that somebody asks for step by step, as far as she has come."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from groups.lending.model.eligibility import Outlook
from groups.lending.model.proposal import Preview
from groups.people.model.people import Member


@dataclass(frozen=True, slots=True)
class LoanAsking:
    """The answers so far, the borrower, and the open question: `step`, or check.

    `is_unread`: her one line could not be read. `funds` are those she may choose from. `preview`
    and `outlook` are set at the check.
    """

    member: Member
    is_for_other: bool
    answers: Mapping[str, Any]
    step: str
    is_unread: bool
    funds: tuple[str, ...]
    preview: Preview | None = None
    outlook: Outlook | None = None
