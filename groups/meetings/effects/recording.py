"""One version of a meeting's register while it is posted: the values that all entries share."""

from dataclasses import dataclass
from datetime import date

from groups.calendar.rules.days import day_in
from groups.charter.rules.charter import Charter
from groups.people.model.deed import Deed
from groups.registers.model.meeting import Meeting
from groups.registers.model.money import KeptLine
from groups.registers.rules.meeting import NormalForm
from groups.registers.store.registers import KeptRegister


@dataclass(frozen=True, slots=True)
class Recording:
    """The version of a meeting's register that is posted, and who posts it.

    For a correction, the deed has the reason and the person who confirmed it.
    """

    deed: Deed
    meeting: Meeting
    version: int
    charter: Charter

    @property
    def day(self) -> date:
        """The day of the entries: the meeting's; for a correction, the day when it is made."""
        return self.meeting.day if self.version == 1 else self.recorded_on

    @property
    def recorded_on(self) -> date:
        """The day on which the version is recorded."""
        return day_in(self.deed.group.zone, self.deed.at)

    def register(
        self, settled: NormalForm, dues: dict[str, int], money: tuple[KeptLine, ...]
    ) -> KeptRegister:
        """The register as this version records it; `dues` by member, in paise."""
        return KeptRegister(
            meeting_id=self.meeting.id,
            version=self.version,
            register=settled.register,
            dues=dues,
            cash_expected=settled.cash_expected,
            reason_word=self.deed.word_id,
            by_id=self.deed.by_id,
            second_id=self.deed.second_id,
            recorded_at=self.deed.at,
            money=money,
        )
