"""Whether a giver's voice counts, and when her beads are read next."""

from dataclasses import dataclass
from datetime import date, datetime

from groups.calendar.rules.days import day_in
from groups.charter.rules.charter import Charter
from groups.loans.store.loans import has_repaid
from groups.people.model.group import Group
from groups.people.model.people import Member
from groups.standing.facts.blocks import next_reading
from groups.standing.rules.voice import has_voice
from groups.standing.store.conduct import select_conduct
from storage.tx import Tx


@dataclass(frozen=True, slots=True)
class VoiceNow:
    """Whether her voice counts today, and the day at whose end beads are read next."""

    counts: bool
    next_reading: date


def read_voice(tx: Tx, group: Group, giver: Member, charter: Charter, *, at: datetime) -> VoiceNow:
    """Whether the giver's voice counts today, and when it is read."""
    counts = has_repaid(tx, group.id, giver.id) or has_voice(
        select_conduct(tx, group.id, giver.id), day_in(group.zone, at), charter.points.word
    )
    return VoiceNow(counts, next_reading(tx, group, charter, at=at))
