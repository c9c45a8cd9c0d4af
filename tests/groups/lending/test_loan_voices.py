"""The borrower's voice message on the purpose: for voters and deciders, until the decision."""

from dataclasses import replace

from groups.joining.acts import leaving
from groups.lending.acts import voices as loan_voices
from groups.people.model.people import MemberState
from groups.people.model.refusals import MemberFrozen, NotFound
from storage.database import Database
from tests.groups.lenders import ASKED, Lenders, lenders
from tests.groups.lending.test_loans import refused
from tests.groups.sisters import NOON

SPOKEN = replace(ASKED, words="", voice_id="voice-1")


async def heard(group: Lenders, n: int, loan_id: str) -> str:
    """Return the voice message that this member may hear."""
    return await group.sisters.read(loan_voices.voice, group.sisters.actor(n), loan_id)


async def test_voters_the_facilitator_and_she_herself_hear_it(database: Database) -> None:
    group = await lenders(database)
    loan = await group.propose(3, SPOKEN)
    await group.sisters.write(loan_voices.send, group.sisters.actor(4), loan.id, at=NOON)

    assert [await heard(group, n, loan.id) for n in (0, 3, 4)] == ["voice-1"] * 3
    assert [to for to, *_ in await group.sisters.said("loan_voice")] == ["gp4"]
    await group.sisters.set_state(5, MemberState.FROZEN)
    assert await refused(heard(group, 5, loan.id)) == MemberFrozen("Geeta")


async def test_once_it_is_decided_she_alone_hears_it(database: Database) -> None:
    group = await lenders(database)
    loan = await group.carried(3, SPOKEN)

    assert await heard(group, 3, loan.id) == "voice-1"
    assert await refused(heard(group, 4, loan.id)) == NotFound()
    assert await refused(heard(group, 4, "nothing")) == NotFound()


async def test_what_was_written_has_no_voice_and_what_is_erased_none_either(
    database: Database,
) -> None:
    group = await lenders(database, saved=4000_00)
    sisters = group.sisters
    written = await group.propose(3)
    big = await group.carried(4, replace(SPOKEN, amount=10_001_00))
    await sisters.write(leaving.withdraw, sisters.actor(4), "g", new_id=sisters.new_id, at=NOON)

    assert await refused(heard(group, 1, written.id)) == NotFound()
    assert await refused(heard(group, 0, big.id)) == NotFound()
