"""A vouch recorded by another member: marked, read aloud, without weight until confirmed."""

from dataclasses import dataclass

import pytest

from groups.founding.acts import founding
from groups.meetings.acts import meetings
from groups.meetings.model import Minutes
from groups.people.model.group import Group
from groups.people.model.refusals import AlreadyDecided, NotFound, NotYours
from groups.registers.model.meeting import ReadAloud, Register, RegisterLine, RegisterPage
from groups.turns.store import pins
from groups.verifying.facts import DIGESTED
from groups.vouches.acts import proxies
from groups.vouches.model.proxies import ProxyPage, ProxySettled, Rests, Spoken
from groups.vouches.model.refusals import NoBeadsLeft
from ledger.verify import verify
from storage.tx import Tx
from tests.groups.hamlet import Hamlet


@dataclass(slots=True)
class Handed:
    """A hamlet whose Dulari has neither phone nor PIN; Asha is the facilitator."""

    hamlet: Hamlet
    group: Group
    ids: dict[str, str]

    async def speak(self, receiver: str, by: str = "Sunita", giver: str = "Dulari") -> Spoken:
        """Let a member record Dulari's vouch."""
        who = await self.hamlet.meet(by), self.group.id, self.ids[giver], self.ids[receiver]
        new_id, at = self.hamlet.new_id, self.hamlet.at()
        return await self.hamlet.write(proxies.speak, *who, new_id=new_id, at=at)

    async def take_back(self, receiver: str, by: str = "Sunita") -> Spoken:
        """Let an office-bearer record that Dulari withdraws a vouch."""
        who = await self.hamlet.meet(by), self.group.id, self.ids["Dulari"]
        new_id, at = self.hamlet.new_id, self.hamlet.at()
        return await self.hamlet.write(
            proxies.take_back, *who, self.ids[receiver], new_id=new_id, at=at
        )

    async def page(self, name: str) -> ProxyPage:
        """Return the page of recorded vouches that a member sees."""
        actor = await self.hamlet.meet(name)
        return await self.hamlet.read(proxies.page, actor, self.group.id, at=self.hamlet.at())

    async def settle(self, *, is_yes: bool, by: str = "Asha", at: int = 0) -> ProxySettled:
        """Confirm or decline the recorded vouch at this place, counted from 0."""
        rows = await self.hamlet.rows(
            "SELECT vouch_id FROM proxies WHERE act = 'spoken' ORDER BY recorded_at"
        )
        return await self.hamlet.write(
            proxies.decide,
            await self.hamlet.meet(by),
            rows[at][0],
            is_yes,
            new_id=self.hamlet.new_id,
            at=self.hamlet.at(),
        )

    async def settle_back(self, *, is_yes: bool, by: str = "Asha", at: int = 0) -> ProxySettled:
        """Let the facilitator say whether the vouch at this place is taken back."""
        rows = await self.hamlet.rows(
            "SELECT vouch_id FROM proxies WHERE act = 'spoken' ORDER BY recorded_at"
        )
        return await self.hamlet.write(
            proxies.decide_back,
            await self.hamlet.meet(by),
            rows[at][0],
            is_yes,
            new_id=self.hamlet.new_id,
            at=self.hamlet.at(),
        )

    async def words(self) -> int:
        """Return how many vouches have not ended."""
        [(count,)] = await self.hamlet.rows(
            "SELECT COUNT(*) FROM vouches v WHERE NOT EXISTS"
            " (SELECT 1 FROM vouch_ends e WHERE e.vouch_id = v.id)"
        )
        return int(count)

    async def open(self) -> RegisterPage:
        """Open today's meeting; return its register."""
        sunita = await self.hamlet.meet("Sunita")
        new_id = self.hamlet.new_id
        opened = await self.hamlet.write(
            meetings.open_meeting, sunita, self.group.id, new_id=new_id, at=self.hamlet.at()
        )
        return await self.hamlet.read(meetings.register, sunita, opened.id, at=self.hamlet.at())

    async def close(self, page: RegisterPage) -> Minutes:
        """Close the meeting with everybody present."""
        lines = tuple(
            RegisterLine(one.member_id, one.mark, one.saved, one.extra) for one in page.lines
        )
        closed = await self.hamlet.write(
            meetings.close,
            await self.hamlet.meet("Sunita"),
            page.meeting.id,
            Register(lines, page.cash_expected),
            new_id=self.hamlet.new_id,
            at=self.hamlet.at(),
        )
        return closed.minutes


@pytest.fixture
async def handed(hamlet: Hamlet) -> Handed:
    """Return the hamlet, admitted by Asha."""
    asha = await hamlet.head()
    group = await hamlet.found()
    await hamlet.write(founding.admit, asha, group.id, at=hamlet.at())
    names = ("Sunita", "Meena", "Radha")
    ids = {name: await hamlet.joined(name, group) for name in names}
    for name in ("Dulari", "Usha"):
        added = await hamlet.add(name, group)
        await hamlet.decide("Radha", added.request.id)
        ids[name] = added.member.id
    return Handed(hamlet, group, ids)


async def test_a_word_by_hand_waits_for_the_facilitator(handed: Handed) -> None:
    await handed.speak("Meena")

    waiting = [(one.giver, one.receiver, one.hand) for one in (await handed.page("Asha")).waiting]
    assert (waiting, await handed.hamlet.told("proxies_wait")) == (
        [("Dulari", "Meena", "Sunita")],
        ["Asha"],
    )


async def test_the_same_word_a_second_time_stands_and_says_nothing_of_it(handed: Handed) -> None:
    first = await handed.speak("Meena")
    await handed.settle(is_yes=True)
    page = await handed.page("Sunita")
    again = await handed.speak("Meena")

    assert (again, await handed.page("Sunita"), await handed.words()) == (first, page, 1)


async def test_a_word_that_ends_soon_is_renewed_by_hand(handed: Handed) -> None:
    await handed.speak("Meena")
    handed.hamlet.pass_days(178)
    await handed.speak("Meena")

    assert (await handed.words(), len((await handed.page("Asha")).waiting)) == (1, 1)


async def test_what_waits_only_the_facilitator_reads(handed: Handed) -> None:
    await handed.speak("Meena")
    page = await handed.page("Sunita")

    assert (page.waiting, page.may_settle) == ((), False)


async def test_the_hand_is_offered_whoever_has_no_way_of_her_own(handed: Handed) -> None:
    page = await handed.page("Sunita")

    assert ([name for _, _, name in page.givers], [name for _, _, name in page.receivers]) == (
        ["Dulari", "Usha"],
        ["Meena", "Radha", "Dulari", "Usha"],
    )


async def test_a_member_without_office_lends_no_hand(handed: Handed) -> None:
    with pytest.raises(NotYours):
        await handed.page("Radha")
    with pytest.raises(NotYours):
        await handed.speak("Meena", by="Radha")


async def test_she_has_her_beads_and_no_more_by_hand(handed: Handed) -> None:
    for at in range(3):
        added = await handed.hamlet.add(f"Sister {at}", handed.group)
        await handed.hamlet.decide("Radha", added.request.id)
        handed.ids[f"Sister {at}"] = added.member.id
    for name in ("Meena", "Radha", "Usha", "Sister 0", "Sister 1"):
        await handed.speak(name)

    with pytest.raises(NoBeadsLeft):
        await handed.speak("Sister 2")
    with pytest.raises(NoBeadsLeft):
        await handed.speak("Meena")  # or the sister for whom it is not refused would have her word


async def test_a_group_without_a_facilitator_keeps_what_waits(handed: Handed) -> None:
    await handed.hamlet.database.write(lambda tx: tx.run("UPDATE groups SET facilitator_id = NULL"))
    await handed.speak("Meena")

    assert (
        await handed.words(),
        await handed.hamlet.told("proxies_wait"),
    ) == (
        1,
        [],
    )


# --- the facilitator ----------------------------------------------------------------------------


async def test_what_she_has_confirmed_waits_no_more(handed: Handed) -> None:
    await handed.speak("Meena")
    settled = await handed.settle(is_yes=True)
    again = await handed.settle(is_yes=True)

    assert (settled, again.is_new, (await handed.page("Asha")).waiting) == (
        ProxySettled("Dulari", is_confirmed=True, is_new=True),
        False,
        (),
    )


async def test_what_she_strikes_out_ends(handed: Handed) -> None:
    await handed.speak("Meena")
    await handed.settle(is_yes=False)

    ends = await handed.hamlet.rows("SELECT act FROM vouch_ends")
    assert ends == [("struck",)]


async def test_the_other_answer_comes_too_late(handed: Handed) -> None:
    await handed.speak("Meena")
    await handed.settle(is_yes=True)

    with pytest.raises(AlreadyDecided):
        await handed.settle(is_yes=False)


@pytest.mark.both_engines
async def test_a_word_that_was_taken_back_meanwhile_is_not_confirmed(handed: Handed) -> None:
    await handed.speak("Meena")
    await handed.take_back("Meena")
    await handed.settle_back(is_yes=True)

    with pytest.raises(AlreadyDecided):
        await handed.settle(is_yes=True)


async def test_who_recorded_it_does_not_confirm_it(handed: Handed) -> None:
    await handed.speak("Meena")

    with pytest.raises(NotYours):
        await handed.settle(is_yes=True, by="Sunita")


async def test_a_word_that_was_never_spoken_by_hand_is_not_there(handed: Handed) -> None:
    asha, at = await handed.hamlet.meet("Asha"), handed.hamlet.at()

    with pytest.raises(NotFound):
        await handed.hamlet.write(
            proxies.decide, asha, "nothing", True, new_id=handed.hamlet.new_id, at=at
        )


async def test_what_waits_is_shown_to_the_facilitator_alone(handed: Handed) -> None:
    await handed.speak("Meena")
    waiting = [
        await handed.hamlet.read(
            proxies.waiting,
            await handed.hamlet.meet(name),
            handed.group.id,
            at=handed.hamlet.at(),
        )
        for name in ("Asha", "Sunita")
    ]

    assert [len(each) for each in waiting] == [1, 0]


async def test_she_is_told_of_all_her_groups_what_rests(handed: Handed) -> None:
    await handed.speak("Meena")
    asha = await handed.hamlet.meet("Asha")
    usha, group = handed.ids["Usha"], handed.group.id

    def lock(tx: Tx) -> None:
        pins.insert_asked(tx, group, usha, "digest")
        pins.update_tries(tx, usha, 10, not_before=0)

    await handed.hamlet.write(lock)

    rests = await handed.hamlet.read(proxies.everywhere, asha, at=handed.hamlet.at())
    assert rests == Rests(words=1, locked=1)


# --- the meeting --------------------------------------------------------------------------------


async def test_who_spoke_by_whose_hand_is_read_before_the_close(handed: Handed) -> None:
    await handed.speak("Meena")

    assert (await handed.open()).proxies == (ReadAloud(4, "Dulari", "Sunita"),)


async def test_the_minutes_count_what_was_read_aloud_once(handed: Handed) -> None:
    await handed.speak("Meena")
    await handed.speak("Radha")
    first = await handed.close(await handed.open())
    handed.hamlet.pass_days(7)
    second = await handed.close(await handed.open())

    assert (first.proxies, second.proxies) == (2, 0)


async def test_words_by_hand_are_in_the_chain(handed: Handed) -> None:
    await handed.speak("Meena")
    await handed.speak("Radha")
    await handed.settle(is_yes=True)
    await handed.settle(is_yes=False, at=1)

    async with handed.hamlet.database.long_read() as read:
        assert (await verify(read, DIGESTED)).is_sound
