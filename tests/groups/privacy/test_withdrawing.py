"""A member withdraws her consent: her name and words are erased, the books' numbers stay."""

import pytest

from groups.approvals.model import Request, RequestKind, RequestState
from groups.approvals.store import insert_request, select_request
from groups.joining.acts import joining, leaving
from groups.people.model.people import MemberState
from groups.people.model.refusals import AlreadyDecided, NotAMember
from groups.people.store.members import select_member
from groups.people.store.persons import select_person
from groups.privacy.acts import about_me
from groups.programme.acts import facilitators
from groups.verifying.facts import DIGESTED
from ledger.findings import Verification
from ledger.verify import verify
from ledger.words import keep_words, read
from storage.database import Database
from storage.tx import Tx
from tests.groups.claiming import carry_out
from tests.groups.hamlet import Hamlet
from tests.groups.lenders import lenders
from tests.groups.sisters import NOON, after
from tests.groups.ticking import tick


async def take_back(hamlet: Hamlet, name: str, group_id: str) -> leaving.Withdrawable:
    """Let a member take her consent back."""
    actor = await hamlet.meet(name)
    return await hamlet.write(
        leaving.withdraw, actor, group_id, new_id=hamlet.new_id, at=hamlet.at()
    )


async def withdraw(hamlet: Hamlet, name: str, group_id: str) -> leaving.Withdrawable:
    """Let a member take her consent back, and the day pass after which her name is erased."""
    withdrawn = await take_back(hamlet, name, group_id)
    await a_day_passes(hamlet)
    return withdrawn


async def a_day_passes(hamlet: Hamlet) -> None:
    hamlet.pass_days(1)
    await carry_out(hamlet)


async def called(hamlet: Hamlet, member_id: str) -> tuple[str, MemberState]:
    member = await hamlet.read(select_member, member_id)
    assert member is not None
    return member.name, member.state


async def found(hamlet: Hamlet) -> Verification:
    async with hamlet.database.long_read() as rows:
        return await verify(rows, DIGESTED)


async def asked_with_words(hamlet: Hamlet, group_id: str, member_id: str) -> str:
    """Let a member ask for something with a reason in her own words; return the reason's id."""
    at = hamlet.at()

    def act(tx: Tx) -> str:
        word = keep_words(tx, hamlet.new_id(), group_id, "I was ill", hamlet.new_id(), at=at)
        insert_request(
            tx,
            Request(
                id=hamlet.new_id(),
                group_id=group_id,
                kind=RequestKind.REGISTER,
                subject="m",
                body={},
                word_id=word,
                state=RequestState.DECLINED,
                asked_by=member_id,
                asked_at=at,
            ),
        )
        return word

    return await hamlet.write(act)


async def test_her_name_is_her_number_from_then_on(hamlet: Hamlet) -> None:
    group, ids = await hamlet.village("Meena")
    withdrawn = await withdraw(hamlet, "Meena", group.id)

    assert (withdrawn, await called(hamlet, ids["Meena"])) == (
        leaving.Withdrawable(group.id, "Ekta", 2, 0, is_member=True),
        ("№ 2", MemberState.LEFT),
    )


async def test_she_sees_before_what_would_stay(hamlet: Hamlet) -> None:
    group, _ = await hamlet.village("Meena")
    meena, rani = await hamlet.meet("Meena"), await hamlet.meet("Rani")

    assert await hamlet.read(leaving.withdrawable, meena) == leaving.Withdrawable(
        group.id, "Ekta", 2, 0, is_member=True
    )
    assert [await hamlet.read(leaving.may_withdraw, one) for one in (meena, rani)] == [True, False]


async def test_what_was_said_of_her_loans_is_erased_too(database: Database) -> None:
    group = await lenders(database)
    sisters = group.sisters
    await group.propose(3)
    asked = sisters.actor(3), sisters.group_id
    await sisters.write(leaving.withdraw, *asked, new_id=sisters.new_id, at=NOON)
    await sisters.write(tick, "pending changes", new_id=sisters.new_id, at=after(1))

    left = "SELECT count(*) FROM words WHERE id IN (SELECT word_id FROM loans) AND text IS NULL"
    assert await sisters.read(lambda tx: tx.value(left)) == 1
    assert await group.is_sound()


async def test_her_words_are_erased_and_the_books_are_sound(hamlet: Hamlet) -> None:
    group, ids = await hamlet.village("Meena")
    word = await asked_with_words(hamlet, group.id, ids["Meena"])
    await withdraw(hamlet, "Meena", group.id)

    assert await hamlet.read(read, word) is None
    assert (await found(hamlet)).is_sound


async def test_her_account_is_tied_to_nothing_of_it(hamlet: Hamlet) -> None:
    group, _ = await hamlet.village("Meena")
    meena = await hamlet.meet("Meena")
    await withdraw(hamlet, "Meena", group.id)
    about = await hamlet.read(about_me, meena)

    assert (about.name, about.member, about.group, about.consents) == ("—", None, None, ())


async def test_the_office_bearers_hear_her_number_and_not_her_name(hamlet: Hamlet) -> None:
    group, _ = await hamlet.village("Meena")
    await withdraw(hamlet, "Meena", group.id)

    assert await hamlet.said("member_withdrew") == [
        ("Sunita", {"number": 2, "group": "Ekta", "owes": 0})
    ]
    assert await hamlet.said("member_left") == []


async def test_what_waited_to_be_told_to_her_is_told_no_more(hamlet: Hamlet) -> None:
    group, _ = await hamlet.village("Meena")
    await hamlet.add("Phoolmati", group)
    before = await hamlet.told("confirm_member")
    await withdraw(hamlet, "Meena", group.id)

    assert (before, await hamlet.told("confirm_member")) == (["Meena"], [])


async def test_it_can_be_done_after_leaving_too(hamlet: Hamlet) -> None:
    group, ids = await hamlet.village("Meena")
    meena = await hamlet.meet("Meena")
    await hamlet.write(joining.leave, meena, new_id=hamlet.new_id, at=hamlet.at())
    withdrawn = await withdraw(hamlet, "Meena", group.id)
    acts = await hamlet.rows("SELECT act, member_id FROM record_acts")

    assert (withdrawn.is_member, acts) == (False, [("erased", ids["Meena"])])


async def test_she_who_comes_again_is_somebody_new(hamlet: Hamlet) -> None:
    group, _ = await hamlet.village("Meena")
    await withdraw(hamlet, "Meena", group.id)

    assert (await hamlet.join("Meena", group)).member.number == 3


async def test_a_second_time_finds_nothing_to_take_back(hamlet: Hamlet) -> None:
    group, _ = await hamlet.village("Meena")
    await withdraw(hamlet, "Meena", group.id)
    meena = await hamlet.meet("Meena")

    with pytest.raises(AlreadyDecided):
        await withdraw(hamlet, "Meena", group.id)
    with pytest.raises(NotAMember):
        await hamlet.read(leaving.withdrawable, meena)


async def test_an_old_card_does_not_end_a_new_membership(hamlet: Hamlet) -> None:
    await hamlet.village("Meena")

    with pytest.raises(AlreadyDecided):
        await withdraw(hamlet, "Meena", "another")


async def test_a_facilitator_keeps_her_name_as_one(hamlet: Hamlet) -> None:
    group, ids = await hamlet.village("Meena")
    await hamlet.head()
    meena, asha = await hamlet.meet("Meena"), await hamlet.meet("Asha")
    await hamlet.write(
        facilitators.name_facilitator, asha, meena.person_id, new_id=hamlet.new_id, at=hamlet.at()
    )
    await withdraw(hamlet, "Meena", group.id)
    person = await hamlet.read(select_person, meena.person_id)

    assert person is not None
    assert (person.name, (await called(hamlet, ids["Meena"]))[0]) == ("Meena", "№ 2")


async def test_she_who_founded_the_group_is_not_named_as_that_either(hamlet: Hamlet) -> None:
    group, _ = await hamlet.village()
    sunita = await hamlet.meet("Sunita")
    await withdraw(hamlet, "Sunita", group.id)
    [(founder,)] = await hamlet.rows("SELECT set_up_by FROM groups")

    assert founder != sunita.person_id


# --- without a phone ------------------------------------------------------------------------------


async def phoolmati_asks(hamlet: Hamlet) -> tuple[str, Request]:
    group, _ = await hamlet.village("Meena")
    added = await hamlet.add("Phoolmati", group)
    await hamlet.decide("Meena", added.request.id)
    asked = await hamlet.write(
        leaving.ask,
        await hamlet.meet("Sunita"),
        added.member.id,
        erases=True,
        new_id=hamlet.new_id,
        at=hamlet.at(),
    )
    return added.member.id, asked.request


async def test_a_member_without_a_phone_takes_it_back_by_word_of_mouth(hamlet: Hamlet) -> None:
    member_id, asked = await phoolmati_asks(hamlet)
    before = await called(hamlet, member_id)
    await hamlet.decide("Meena", asked.id)
    between = await called(hamlet, member_id)
    await a_day_passes(hamlet)

    assert (before, between, await called(hamlet, member_id)) == (
        ("Phoolmati", MemberState.ACTIVE),
        ("Phoolmati", MemberState.LEFT),
        ("№ 3", MemberState.LEFT),
    )


async def test_who_did_not_hear_her_say_so_says_no(hamlet: Hamlet) -> None:
    member_id, asked = await phoolmati_asks(hamlet)
    await hamlet.decide("Meena", asked.id, is_yes=False)
    stored_request = await hamlet.read(select_request, asked.id)

    assert await called(hamlet, member_id) == ("Phoolmati", MemberState.ACTIVE)
    assert stored_request is not None
    assert stored_request.state is RequestState.DECLINED


async def test_the_card_says_that_her_name_goes(hamlet: Hamlet) -> None:
    await phoolmati_asks(hamlet)

    assert [facts["erases"] for _, facts in await hamlet.said("confirm_leaving")] == [True]
