"""A hamlet with one shared phone, on which members choose PINs and begin turns."""

from dataclasses import dataclass
from datetime import UTC, datetime

from groups.approvals.model import Asked
from groups.people.model.group import Group
from groups.people.model.people import MemberState
from groups.people.store.members import select_member, update_member_state
from groups.turns.acts import pins, turns
from groups.turns.model import LentName, OwnPinSet, Pin, PinRefused, TurnOpened
from storage.tx import Tx
from tests.groups.hamlet import Hamlet

KEY = b"a key made of the bot's token"
PIN = Pin(("sun", "moon", "fish", "pot"))
OTHER = Pin(("sun", "moon", "fish", "sun"))
NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
PHONE = 5000  # Sunita's account, the first in the hamlet


@dataclass(slots=True)
class Shared:
    """A hamlet in which Sunita's phone serves all; Phoolmati has no phone."""

    hamlet: Hamlet
    group: Group
    ids: dict[str, str]
    now: datetime = NOW

    async def choose(self, name: str, pin: Pin, by: str) -> Asked | OwnPinSet:
        """Let a member enter her PIN twice on a phone."""
        return await self.hamlet.write(
            pins.ask_pin,
            await self.hamlet.meet(by),
            self.group.id,
            self.ids[name],
            (pin, pin),
            KEY,
            new_id=self.hamlet.new_id,
            at=self.hamlet.at(),
        )

    async def ask(self, name: str, pin: Pin = PIN, by: str = "Sunita") -> Asked:
        """Let a member enter her PIN twice on another's phone, and ask for its confirmation."""
        asked = await self.choose(name, pin, by)
        assert isinstance(asked, Asked)
        return asked

    async def set(self, name: str, pin: Pin = PIN) -> None:
        """Set a member's PIN: on her own phone, or confirmed by a second person."""
        if name == "Phoolmati":
            await self.hamlet.decide("Radha", (await self.ask(name, pin)).request.id)
        else:
            assert isinstance(await self.choose(name, pin, name), OwnPinSet)

    async def allow(self, name: str, *, is_on: bool = True) -> bool:
        """Let a member with a phone allow her turn on others' phones, or no longer."""
        return await self.hamlet.write(
            pins.allow_turn,
            await self.hamlet.meet(name),
            self.group.id,
            is_on,
            new_id=self.hamlet.new_id,
            at=self.hamlet.at(),
        )

    async def try_(self, name: str, pin: Pin = PIN, by: str = "Sunita") -> TurnOpened | PinRefused:
        """Let a member enter her PIN on a phone."""
        return await self.hamlet.write(
            turns.open_turn,
            await self.hamlet.meet(by),
            self.group.id,
            self.ids[name],
            pin,
            KEY,
            new_id=self.hamlet.new_id,
            now=self.now,
        )

    async def turn(self, name: str = "Phoolmati") -> TurnOpened:
        """Open a member's turn."""
        opened = await self.try_(name)
        assert isinstance(opened, TurnOpened)
        return opened

    async def row(self, name: str) -> LentName:
        """Return a member's row in the list of those who may have a turn."""
        sunita = await self.hamlet.meet("Sunita")
        return await self.hamlet.read(pins.name, sunita, self.group.id, self.ids[name])

    async def put(self, name: str, state: MemberState) -> None:
        """Set the state of a membership."""

        def act(tx: Tx) -> None:
            member = select_member(tx, self.ids[name])
            assert member is not None
            update_member_state(tx, member, state)

        await self.hamlet.write(act)


async def lending(hamlet: Hamlet) -> Shared:
    """Return a hamlet in which Sunita's phone serves Phoolmati, who has no phone."""
    group, ids = await hamlet.village("Meena", "Radha")
    added = await hamlet.add("Phoolmati", group)
    await hamlet.decide("Meena", added.request.id)
    return Shared(hamlet, group, {**ids, "Phoolmati": added.member.id})
