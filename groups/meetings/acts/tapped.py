"""The open register as filled in by buttons so far."""

from datetime import datetime

from groups.meetings.acts.meetings import register
from groups.people.model.people import Actor
from groups.registers.model.meeting import RegisterPage, TappedRegister
from groups.registers.rules.draft import by_taps
from storage.tx import Tx


def tapped_register(
    tx: Tx, actor: Actor, meeting_id: str, *, at: datetime
) -> TappedRegister | RegisterPage:
    """The register that she fills in; only the page if it is closed or another person holds it."""
    page = register(tx, actor, meeting_id, at=at)
    is_hers_to_fill = page.register is None and page.is_held_by_her
    return by_taps(page) if is_hers_to_fill else page
