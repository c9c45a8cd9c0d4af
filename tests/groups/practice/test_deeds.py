"""What the tour ticks, read from the books: deeds of a visitor, never those of the past."""

from datetime import datetime, timedelta

from groups.charter.acts import register_charter
from groups.founding.acts import founding
from groups.lending.acts import loans
from groups.lending.model.proposal import Vote
from groups.loans.model.loan import LoanState
from groups.loans.store.loans import select_loans_of_group
from groups.meetings.acts import meetings
from groups.people.acts import persons
from groups.people.store.members import select_members
from groups.practice import village as practice
from groups.practice.deeds import Deeds, deeds
from groups.vouches.acts import vouching
from storage.database import Database
from storage.tx import Tx
from tests.groups.living import CHARTER, NOW, counter, somebody, the_group

FIRST_STEPS = {"bring", "found", "admit", "join"}  # done before in a living village
LATER = NOW + timedelta(minutes=1)


def vouch(tx: Tx, giver: int, receiver: int, at: datetime) -> None:
    """Let a member vouch for another, by their numbers."""
    group = the_group(tx)
    members = {m.number: m.id for m in select_members(tx, group.id)}
    new_id = counter(f"v{giver}")
    vouching.give(tx, somebody(tx, giver), group.id, members[receiver], new_id=new_id, at=at)


async def test_a_new_village_has_no_deeds(village: Database) -> None:
    assert await village.read(deeds, at=NOW) == Deeds(frozenset(FIRST_STEPS), None)


async def test_who_was_vouched_for_is_known_where_she_has_a_phone(village: Database) -> None:
    await village.write(vouch, 2, 3, LATER)
    kamla = await village.read(deeds, at=LATER)
    await village.write(vouch, 12, 9, LATER + timedelta(minutes=1))
    shanti = await village.read(deeds, at=LATER)

    assert kamla == Deeds(frozenset({*FIRST_STEPS, "vouch"}), practice.CAST[2].telegram_id)
    assert shanti.vouched_for is None


async def test_votes_and_the_words_of_officers_and_facilitator_are_deeds(
    village: Database,
) -> None:
    def act(tx: Tx) -> None:
        lent = {it.state: it.id for it in select_loans_of_group(tx, the_group(tx).id)}
        new_id, leader = counter("l"), somebody(tx)
        loans.vote(
            tx, leader, lent[LoanState.PROPOSED], Vote.YES, how="self", new_id=new_id, at=LATER
        )
        loans.confirm(tx, leader, lent[LoanState.APPROVED], new_id=new_id, at=LATER)
        loans.decide(
            tx,
            somebody(tx, 0),
            lent[LoanState.CARRIED],
            is_yes=True,
            reason="",
            new_id=new_id,
            at=LATER,
        )

    await village.write(act)

    known = await village.read(deeds, at=LATER)
    assert known.done == {*FIRST_STEPS, "vote", "confirm", "approve"}


async def test_the_meeting_day_is_a_deed_and_so_is_an_opened_meeting(village: Database) -> None:
    friday = NOW + timedelta(days=4)

    def act(tx: Tx) -> None:
        group_id = the_group(tx).id
        meetings.open_meeting(tx, somebody(tx), group_id, new_id=counter("m"), at=friday)

    await village.write(act)

    assert (await village.read(deeds, at=friday - timedelta(days=1))).done == {
        *FIRST_STEPS,
        "open",
    }
    assert (await village.read(deeds, at=friday)).done == {*FIRST_STEPS, "open", "day"}


async def test_an_empty_village_begins_with_the_bot_in_the_group(database: Database) -> None:
    def act(tx: Tx) -> None:
        version = register_charter(tx, CHARTER, NOW)
        new_id = counter()
        person = practice.CAST[0]
        leader = persons.recognise(
            tx,
            telegram_id=person.telegram_id,
            name=person.name,
            language_code="en",
            new_id=new_id,
            at=NOW,
        )
        founding.bot_added(
            tx,
            leader,
            chat_id=practice.CHAT_ID,
            title=practice.GROUP_NAME,
            thread_id=None,
            can_pin=True,
            can_delete=True,
            language_code="en",
            new_id=new_id,
            charter_version=version,
            at=NOW,
        )

    before = await database.read(deeds, at=NOW)
    await database.write(act)

    assert before == Deeds(frozenset(), None)
    assert await database.read(deeds, at=NOW) == Deeds(frozenset({"bring"}), None)
