"""Persons: recognised, named, addressed, shown what is stored about them."""

from dataclasses import replace

import pytest

from groups.founding.acts import founding
from groups.joining.acts import joining, leaving
from groups.people.acts import persons as people
from groups.people.model.people import Actor, OwnMays, Place, Role, Tie
from groups.people.model.refusals import BadAnswer, NotFound, NotYours
from groups.people.store.members import select_member
from groups.privacy.acts import about_me
from groups.programme.acts.her_groups import groups_of_facilitator
from tests.groups.claiming import carry_out
from tests.groups.hamlet import AGREED, Hamlet


async def recognise(
    hamlet: Hamlet,
    telegram_id: int = 7,
    name: str = "Rani",
    code: str = "hi",
    *,
    in_private: bool = False,
) -> Actor:
    return await hamlet.write(
        people.recognise,
        telegram_id=telegram_id,
        name=name,
        language_code=code,
        in_private=in_private,
        new_id=hamlet.new_id,
        at=hamlet.at(),
    )


async def test_an_account_is_one_person_however_often_it_writes(hamlet: Hamlet) -> None:
    assert await recognise(hamlet) == await recognise(hamlet)


async def test_two_accounts_are_two_persons(hamlet: Hamlet) -> None:
    assert await recognise(hamlet, 7) != await recognise(hamlet, 8)


async def test_an_unknown_account_is_nobody(hamlet: Hamlet) -> None:
    assert await hamlet.read(people.person_of, 7) is None


async def test_a_known_account_is_found_again(hamlet: Hamlet) -> None:
    actor = await recognise(hamlet)

    assert await hamlet.read(people.person_of, 7) == actor


async def test_her_name_follows_telegram(hamlet: Hamlet) -> None:
    await recognise(hamlet, name="Rani")
    actor = await recognise(hamlet, name="Rani Devi")

    assert (await hamlet.read(about_me, actor)).name == "Rani Devi"


@pytest.mark.parametrize("name", ["", "\u200b\u200d", "\u3164"])
async def test_a_name_that_nobody_sees_does_not_replace_hers(hamlet: Hamlet, name: str) -> None:
    await recognise(hamlet, name="Rani")
    actor = await recognise(hamlet, name=name)

    assert (await hamlet.read(about_me, actor)).name == "Rani"


async def test_a_corrected_name_no_longer_follows_telegram(hamlet: Hamlet) -> None:
    _, ids = await hamlet.village()
    sunita = await hamlet.meet("Sunita")
    await hamlet.write(people.correct_name, sunita, ids["Sunita"], "Sunita Devi", at=hamlet.at())
    await recognise(hamlet, 5000, "Suni")

    assert (await hamlet.read(about_me, sunita)).name == "Sunita Devi"


async def test_a_name_of_four_thousand_letters_is_cut(hamlet: Hamlet) -> None:
    actor = await recognise(hamlet, name="Ra\x00ni\n" * 900)

    assert (await hamlet.read(about_me, actor)).name == ("Rani " * 13)[:63] + "…"


async def test_her_telegram_guesses_her_language_until_she_chooses(hamlet: Hamlet) -> None:
    actor = await recognise(hamlet, code="en-GB")
    actor = await recognise(hamlet, code="bho")

    assert await hamlet.read(people.language_of, actor.person_id) == "hi"


async def test_the_language_she_chose_counts(hamlet: Hamlet) -> None:
    actor = await recognise(hamlet, code="hi")
    await hamlet.write(people.choose_language, actor, "en")

    assert await hamlet.read(people.language_of, actor.person_id) == "en"


async def test_a_language_without_words_is_refused(hamlet: Hamlet) -> None:
    actor = await recognise(hamlet)

    with pytest.raises(BadAnswer) as refusal:
        await hamlet.write(people.choose_language, actor, "fr")

    assert refusal.value == BadAnswer("language")


async def test_nobody_speaks_to_a_person_who_is_not_there(hamlet: Hamlet) -> None:
    with pytest.raises(NotFound):
        await hamlet.read(people.language_of, "nobody")


async def test_that_she_can_be_reached_is_news_once(hamlet: Hamlet) -> None:
    actor = await recognise(hamlet)
    news = [await hamlet.write(people.reached, actor, True) for _ in range(2)]

    assert news == [True, False]


async def test_an_officer_corrects_anothers_name(hamlet: Hamlet) -> None:
    _, ids = await hamlet.village("Meena")
    sunita = await hamlet.meet("Sunita")
    member = await hamlet.write(
        people.correct_name, sunita, ids["Meena"], " Meena  Kumari ", at=hamlet.at()
    )

    assert member.name == "Meena Kumari"


async def test_a_member_does_not_rename_another(hamlet: Hamlet) -> None:
    _, ids = await hamlet.village("Meena")
    meena = await hamlet.meet("Meena")

    with pytest.raises(NotYours) as refusal:
        await hamlet.write(people.correct_name, meena, ids["Sunita"], "X", at=hamlet.at())

    assert refusal.value == NotYours("office_bearer")


@pytest.mark.parametrize("member_id", ["nobody", "of the group"])
async def test_a_stranger_cannot_tell_a_member_from_nobody(hamlet: Hamlet, member_id: str) -> None:
    _, ids = await hamlet.village()
    stranger = await hamlet.meet("Rani")

    with pytest.raises(NotFound):
        await hamlet.write(
            people.correct_name,
            stranger,
            ids["Sunita"] if member_id == "of the group" else member_id,
            "X",
            at=hamlet.at(),
        )


@pytest.mark.parametrize("is_erased", [False, True])
@pytest.mark.parametrize("by", ["Sunita", "Meena"])
async def test_a_record_that_has_been_left_gets_no_name_any_more(
    hamlet: Hamlet, by: str, *, is_erased: bool
) -> None:
    group, ids = await hamlet.village("Meena")
    meena = await hamlet.meet("Meena")
    if is_erased:
        await hamlet.write(leaving.withdraw, meena, group.id, new_id=hamlet.new_id, at=hamlet.at())
        hamlet.pass_days(2)
        await carry_out(hamlet)
    else:
        await hamlet.write(joining.leave, meena, new_id=hamlet.new_id, at=hamlet.at())
    before = await hamlet.read(select_member, ids["Meena"])

    with pytest.raises(NotFound):
        await hamlet.write(
            people.correct_name, await hamlet.meet(by), ids["Meena"], "Meena", at=hamlet.at()
        )

    assert await hamlet.read(select_member, ids["Meena"]) == before


async def test_a_leader_does_not_rename_who_is_a_member_elsewhere_now(hamlet: Hamlet) -> None:
    _, ids = await hamlet.village("Meena")
    meena = await hamlet.meet("Meena")
    await hamlet.write(joining.leave, meena, new_id=hamlet.new_id, at=hamlet.at())
    other = await hamlet.found("Rani", chat_id=-200)
    now = await hamlet.joined("Meena", other)

    with pytest.raises(NotFound):
        await hamlet.write(
            people.correct_name, await hamlet.meet("Sunita"), ids["Meena"], "X", at=hamlet.at()
        )

    member = await hamlet.read(select_member, now)
    assert member is not None
    assert member.name == "Meena"


async def test_her_group_is_the_one_she_is_in(hamlet: Hamlet) -> None:
    group, _ = await hamlet.village()

    assert await hamlet.read(people.group_of, await hamlet.meet("Sunita")) == group


async def test_whoever_joined_nothing_has_no_group(hamlet: Hamlet) -> None:
    assert await hamlet.read(people.group_of, await hamlet.meet("Rani")) is None


async def test_her_standing_tells_her_offices(hamlet: Hamlet) -> None:
    group, _ = await hamlet.village()
    standing = await hamlet.read(people.actor_roles_in, await hamlet.meet("Sunita"), group.id)

    assert standing.roles == frozenset({Role.PRESIDENT})


async def test_a_group_that_is_not_there_has_no_standing(hamlet: Hamlet) -> None:
    with pytest.raises(NotFound):
        await hamlet.read(people.actor_roles_in, await hamlet.meet("Rani"), "nothing")


async def test_a_facilitator_sees_groups_that_wait_and_her_own(hamlet: Hamlet) -> None:
    head = await hamlet.head()
    first = await hamlet.found()
    await hamlet.found(by="Rani", chat_id=-200)
    await hamlet.write(founding.admit, head, first.id, at=hamlet.at())
    briefs = await hamlet.read(groups_of_facilitator, head)

    assert [(brief.state, brief.name) for brief in briefs] == [
        ("waiting", AGREED.name),
        ("active", AGREED.name),
    ]


async def test_a_member_has_no_groups_to_look_after(hamlet: Hamlet) -> None:
    assert await hamlet.read(groups_of_facilitator, await hamlet.meet("Rani")) == ()


async def test_she_sees_everything_that_is_kept_about_her(hamlet: Hamlet) -> None:
    group, ids = await hamlet.village("Meena")
    await hamlet.join("Radha", group)
    radha = await hamlet.meet("Radha")
    for tie in (Tie.KIN, Tie.HOUSEHOLD):
        await hamlet.write(
            joining.declare_tie, radha, ids["Meena"], tie, new_id=hamlet.new_id, at=hamlet.at()
        )
    about = await hamlet.read(about_me, radha)

    assert (
        about.name,
        about.group,
        about.member and about.member.number,
        [(line.act, line.how, line.language) for line in about.consents],
        [(line.other.name, line.tie) for line in about.ties],
        about.counts,
    ) == (
        "Radha",
        group,
        3,
        [("given", "self", "hi")],
        [("Meena", Tie.HOUSEHOLD), ("Meena", Tie.KIN)],
        {"vouches_given": 0, "meetings": 0, "saved_times": 0, "score_weeks": 0, "disputes": 0},
    )


async def test_somebody_without_a_group_sees_her_account(hamlet: Hamlet) -> None:
    about = await hamlet.read(about_me, await hamlet.meet("Rani"))

    assert (about.group, about.member, about.joined_day, about.roles, about.ties) == (
        None,
        None,
        None,
        (),
        (),
    )


async def test_an_account_stands_for_its_person_and_for_nobody_else(hamlet: Hamlet) -> None:
    rani = await recognise(hamlet, 7)
    await recognise(hamlet, 8)
    stands = [await hamlet.read(people.account_stands, rani.person_id, n) for n in (7, 8, 9)]

    assert stands == [True, False, False]


async def test_who_first_writes_in_private_can_be_written_to(hamlet: Hamlet) -> None:
    actor = await recognise(hamlet, in_private=True)

    assert not await hamlet.write(people.reached, actor, True)


async def test_who_was_seen_in_a_group_can_be_written_to_once_she_writes_in_private(
    hamlet: Hamlet,
) -> None:
    await recognise(hamlet)
    actor = await recognise(hamlet, in_private=True)

    assert not await hamlet.write(people.reached, actor, True)


async def test_what_she_is_shown_of_her_settings_follows_from_what_she_is(hamlet: Hamlet) -> None:
    group, _ = await hamlet.village()
    hers, strangers = [
        await hamlet.read(people.own_mays, await hamlet.meet(name), group.id)
        for name in ("Sunita", "Rani")
    ]

    assert hers == replace(OwnMays(*15 * (True,)), decide_dispute=False, is_facilitator=False)
    assert strangers == OwnMays()


async def test_without_a_group_she_is_shown_none_of_it(hamlet: Hamlet) -> None:
    rani = await hamlet.meet("Rani")

    assert await hamlet.read(people.own_mays, rani, "no group") == OwnMays()


async def test_she_is_told_where_she_stands_with_the_groups(hamlet: Hamlet) -> None:
    async def place(name: str) -> Place:
        return await hamlet.read(people.place_of, await hamlet.meet(name))

    asha = await hamlet.head()
    group = await hamlet.found()
    founding_ = await place("Sunita")
    await hamlet.write(founding.admit, asha, group.id, at=hamlet.at())
    await hamlet.join("Sunita", group)
    await hamlet.join("Meena", group, is_in_chat=False)
    places = [await place(name) for name in ("Sunita", "Meena", "Rani")]
    sunita = await hamlet.meet("Sunita")
    await hamlet.write(joining.leave, sunita, new_id=hamlet.new_id, at=hamlet.at())

    assert founding_ is Place.FOUNDING
    assert places == [Place.IN, Place.WAITING, Place.NOWHERE]
    assert await place("Sunita") is Place.LEFT


async def test_a_founder_and_a_facilitator_are_no_strangers_to_a_group(hamlet: Hamlet) -> None:
    await hamlet.head()
    group = await hamlet.found()
    known = {
        name: await hamlet.read(people.knows, await hamlet.meet(name), group.id)
        for name in ("Sunita", "Asha", "Rani")
    }

    assert known == {"Sunita": True, "Asha": True, "Rani": False}
