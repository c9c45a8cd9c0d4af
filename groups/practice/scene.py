"""A step of the practice village's past: its transaction, and the persons who act."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from groups.founding.acts import founding
from groups.people.acts import persons as people
from groups.people.model.group import Group
from groups.people.model.people import Actor, Member
from groups.people.store.members import select_members_ever
from groups.practice.script import Calendar, PracticePerson
from storage.tx import Tx


@dataclass(frozen=True, slots=True)
class Scene:
    """One step's transaction; members are named by their numbers."""

    tx: Tx
    calendar: Calendar
    new_id: Callable[[], str]
    charter_version: str
    language: str
    chat_id: int

    @property
    def group(self) -> Group:
        """The village's one group."""
        group = founding.group_in_chat(self.tx, self.chat_id)
        assert group is not None, "the group is founded in the first step"
        return group

    @property
    def facilitator(self) -> Actor:
        """The facilitator as an actor."""
        person_id = self.group.facilitator_id
        assert person_id is not None, "the group was admitted in the first step"
        return Actor(person_id)

    def actor(self, number: int) -> Actor:
        """The member of this number as an actor, on her own phone or in her turn."""
        return Actor(self.member(number).person_id)

    def member(self, number: int) -> Member:
        """A member of the group."""
        return next(m for m in self.members() if m.number == number)

    def members(self) -> list[Member]:
        """All members of the group."""
        return list(select_members_ever(self.tx, self.group.id))

    def meet(self, person: PracticePerson, at: datetime) -> Actor:
        """Let a person write to the bot for the first time."""
        her = person.in_language(self.language)
        actor = people.recognise(
            self.tx,
            telegram_id=her.telegram_id,
            name=her.name,
            language_code=her.language,
            new_id=self.new_id,
            at=at,
        )
        people.reached(self.tx, actor, True)  # noqa: FBT003 - named by the verb
        return actor
