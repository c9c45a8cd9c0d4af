"""A loan in the chat: asked for, voted on, decided, confirmed, withdrawn."""

import pytest

from handlers.status import status_facts
from tests.handlers import people
from tests.handlers.conftest import House
from tests.handlers.lending import SISTERS, ask, lenders, votes
from tests.handlers.people import ASHA, GROUP, KAMLA, MEENA, SUNITA
from texts.say import say

OTHERS = [who for who in SISTERS if who != KAMLA]
BIG = "12000 6 sewing machine"


async def states(house: House) -> list[str]:
    """Return the states of all loans."""
    return await house.database.read(
        lambda tx: tx.all(str, "SELECT state FROM loan_states ORDER BY changed_at, loan_id")
    )


NEEDED = "4 yes are needed, of the 5 sisters who may vote. Who stays away does not count as a yes."


def ballot_in(house: House) -> str:
    """Return the newest text of the ballot in the group."""
    return [it for it in house.wire.texts_to(GROUP) if it.startswith("<b>🗳")][-1]


async def test_one_line_asks_for_a_loan_and_the_group_votes_under_its_ballot(house: House) -> None:
    await lenders(house)
    await ask(house)

    assert house.wire.texts_to(KAMLA)[-1].startswith("<b>The group is asked and votes until")
    assert ballot_in(house) == (
        "<b>🗳 A loan for Kamla, number 3?</b>\n\n"
        "<b>₹3,000</b> for 6 months · tailoring · the group's own money\n"
        "“sewing machine”\n\n"
        "<b>0 of 5 have voted.</b>\n"
        f"{NEEDED}\n"
        "Until 30 November 2026. Only you see what you tap. You may change it until the end."
    )


async def test_a_vote_is_answered_to_her_alone_and_the_count_changes_in_its_place(
    house: House,
) -> None:
    await lenders(house)
    await ask(house)
    house.wire.note()
    await votes(house, OTHERS[:1])

    said = house.said_by_method()
    assert not any("🗳 A loan for" in text for text in said.get("sendMessage", []))
    assert said["answerCallbackQuery"] == [
        "Recorded: you say yes.\nYou may change it until 30 November 2026. Nobody is told."
    ]
    assert "<b>1 of 5 have voted.</b>" in ballot_in(house)


async def test_all_have_voted_and_everybody_is_told_the_result(house: House) -> None:
    await lenders(house)
    await ask(house)
    await votes(house, OTHERS[:4])
    await votes(house, OTHERS[4:], "abstain")

    assert await states(house) == ["approved"]
    assert any(f"Yes 4, no 0, abstained 1. {NEEDED}" in text for text in house.wire.texts_to(GROUP))
    assert any(
        "This ballot is over: the group said yes." in it for it in house.wire.texts_to(GROUP)
    )
    assert house.wire.texts_to(KAMLA)[-1].startswith("<b>Do you take the loan of ₹3,000?</b>")
    assert house.wire.texts_to(SUNITA)[-1].startswith("<b>May ₹3,000 be handed to Kamla")


async def test_the_pinned_message_tells_how_many_have_voted(house: House) -> None:
    await lenders(house)
    await ask(house)
    await votes(house, OTHERS[:2])
    language_and_facts = await house.database.read(status_facts, "g", house.times["now"])

    assert language_and_facts is not None
    assert "🗳 A loan for Kamla, number 3: 2 of 5 have voted, 4 yes are needed" in say(
        "status", language_and_facts[0], **language_and_facts[1]
    )


async def test_the_borrower_does_not_vote(house: House) -> None:
    await lenders(house)
    await ask(house)
    await votes(house, [KAMLA])

    assert house.alerts[-1].startswith("Nobody votes on her own loan. Nothing was recorded.")


async def test_who_sits_in_the_chat_and_has_not_joined_is_told_so(house: House) -> None:
    await lenders(house)
    await ask(house)
    await house.comes(people.message(99, "/start"))
    await votes(house, [99])

    assert house.alerts[-1].startswith("You are not yet a member of this group.")


async def test_a_vote_by_hand_that_is_none_is_refused(house: House) -> None:
    await lenders(house)
    await ask(house)
    data = house.wire.button(GROUP, "✅ Yes").replace("|yes", "|maybe")
    await house.comes(people.tap(MEENA, data, GROUP))

    assert house.alerts[-1].startswith("This is not here")


async def test_what_nobody_ends_ends_by_the_clock(house: House) -> None:
    await lenders(house)
    await ask(house)
    house.later(days=8)
    await house.service.clock.do_what_is_due()
    await house.service.idle()

    assert await states(house) == ["rejected"]
    assert house.wire.texts_to(KAMLA)[-1].startswith("<b>The group has not said yes to your loan")


async def test_both_confirm_and_are_told_whose_word_is_missing(house: House) -> None:
    await lenders(house)
    await ask(house)
    await votes(house, OTHERS)
    await house.presses(SUNITA, "Yes, that is right")
    first = house.wire.texts_to(SUNITA)[-1]
    await house.presses(MEENA, "Yes, that is right")
    await house.presses(KAMLA, "Yes, that is right")

    assert "The borrower’s own yes is still missing." in first
    assert "Everybody has confirmed." in house.wire.texts_to(KAMLA)[-1]


async def test_the_facilitator_approves_what_is_above_the_limit(house: House) -> None:
    await lenders(house, saved=5000_00)
    await ask(house, BIG)
    await votes(house, OTHERS)
    await house.presses(ASHA, "Approve")

    assert await states(house) == ["approved"]
    told = house.wire.texts_to(ASHA)[-1]
    assert told.startswith("Recorded: you have approved the loan.")
    assert told.endswith("<b>3 · Kamla · ₹12,000</b> · Ekta")


async def test_the_facilitator_returns_it_with_a_reason_that_the_borrower_reads(
    house: House,
) -> None:
    await lenders(house, saved=5000_00)
    await ask(house, BIG)
    await votes(house, OTHERS)
    await house.presses(ASHA, "Return with a reason")
    await house.comes(people.message(ASHA, "Take less at first"))

    assert await states(house) == ["returned"]
    assert "Reason: Take less at first" in house.wire.texts_to(KAMLA)[-1]


async def test_she_takes_her_own_back_after_one_question(house: House) -> None:
    await lenders(house)
    await ask(house)
    await house.presses(KAMLA, "Take the loan back")
    await house.presses(KAMLA, "Yes, take it back")

    assert await states(house) == ["cancelled"]
    assert "Taken back: the loan of ₹3,000 for Kamla" in "".join(house.wire.texts_to(GROUP))


async def test_an_office_bearer_takes_it_back_with_a_reason(house: House) -> None:
    await lenders(house)
    await ask(house)
    await votes(house, OTHERS)
    await house.presses(SUNITA, "Take the loan back")
    await house.comes(people.message(SUNITA, "The pump broke"))

    assert await states(house) == ["cancelled"]
    assert "Reason: The pump broke" in house.wire.texts_to(KAMLA)[-1]


async def test_her_list_tells_where_her_loans_stand_and_lets_others_vote(house: House) -> None:
    await lenders(house)
    await ask(house)
    await house.comes(people.message(KAMLA, "/loan"))
    await house.comes(people.message(MEENA, "/loan"))
    listed = house.wire.texts_to(MEENA)[-1]
    await house.presses(MEENA, "Kamla")
    await house.presses(MEENA, "✖️ No")

    assert "<b>₹3,000</b> for 6 months: the group votes" in house.wire.texts_to(KAMLA)[-1]
    assert "1 loan is being voted on." in listed
    assert "<b>1 of 5 have voted.</b>" in house.wire.texts_to(MEENA)[-1]


async def test_asked_in_the_group_it_is_taken_away_and_answered_in_private(house: House) -> None:
    await lenders(house)
    house.wire.note()
    await house.comes(people.message(KAMLA, "/loan 3000 6 sewing", GROUP))

    assert list(house.said_by_method()) == ["deleteMessage", "sendMessage"]
    assert house.wire.last_to(KAMLA)["text"].startswith("<b>A loan for you</b>\n₹3,000 · 6 months")


async def test_who_has_no_chat_with_the_bot_is_led_there_without_a_name(house: House) -> None:
    await lenders(house)
    await house.comes(people.blocks(KAMLA))
    await house.comes(people.message(KAMLA, "/loan 3000 6 sewing", GROUP))

    assert house.wire.last_to(GROUP)["text"].startswith("This is about yourself")


async def test_step_by_step_she_is_asked_for_what_is_missing(house: House) -> None:
    await lenders(house, grant=50_000_00)
    await house.comes(people.message(KAMLA, "/loan"))
    await house.presses(KAMLA, "Ask for a loan")
    for words in ("५ हज़ार", "six"):
        await house.comes(people.message(KAMLA, words))
    refused = house.wire.texts_to(KAMLA)[-1]
    await house.comes(people.message(KAMLA, "६"))
    await house.comes(people.message(KAMLA, "For the shop"))
    await house.presses(KAMLA, "shop or trade")
    await house.presses(KAMLA, "own money")

    assert refused.startswith("These months do not fit. Nothing was recorded.")
    assert house.wire.texts_to(KAMLA)[-1].startswith(
        "<b>A loan for you</b>\n\n"
        "<b>₹5,000</b> for 6 months · shop or trade · the group's own money\n“For the shop”\n\n"
        "6 instalments, the first of ₹893. Interest in all: ₹356.\n\n"
        "❌ At most ₹3,000: so many times your own savings. Ask for less, or save more first.\n"
        "✅ Long enough in the group\n"
    )


async def test_what_is_missing_leaves_no_button_to_ask_and_may_be_changed(house: House) -> None:
    await lenders(house)
    await house.comes(people.message(KAMLA, "/loan 5000 6 shop"))
    await house.presses(KAMLA, "shop or trade")
    offered = list(house.wire.buttons_to(KAMLA))
    await house.presses(KAMLA, "Another amount")
    await house.comes(people.message(KAMLA, "3000"))

    assert "✅ Ask the group" not in offered
    assert "✅ Ask the group" in house.wire.buttons_to(KAMLA)


@pytest.mark.parametrize("line", ["/loan five apples", "/loan 5000"])
async def test_what_cannot_be_read_for_sure_is_asked_for(house: House, line: str) -> None:
    await lenders(house)
    await house.comes(people.message(KAMLA, line))

    assert "How much? Write the rupees" in house.wire.texts_to(KAMLA)[-1]


@pytest.mark.parametrize(
    ("typed", "answer"),
    [("much", "I could not read this amount"), ("20.50", "I could not read this amount")],
)
async def test_an_amount_that_is_none_is_refused(house: House, typed: str, answer: str) -> None:
    await lenders(house)
    await house.comes(people.message(KAMLA, "/loan what"))
    await house.comes(people.message(KAMLA, typed))

    assert house.wire.texts_to(KAMLA)[-1].startswith(answer)


async def test_in_the_form_one_line_may_still_answer_all(house: House) -> None:
    await lenders(house)
    await house.comes(people.message(KAMLA, "/loan what"))
    await house.comes(people.message(KAMLA, "3000 6 sewing"))

    assert "What is the money for?" in house.wire.texts_to(KAMLA)[-1]


async def test_her_voice_is_kept_as_what_it_is_for(house: House) -> None:
    await lenders(house)
    await house.comes(people.message(KAMLA, "/loan 3000 6"))
    await house.comes(voice(KAMLA))
    await house.presses(KAMLA, "tailoring")
    await house.presses(KAMLA, "Ask the group")

    voices = await house.database.read(
        lambda tx: tx.all(str, "SELECT w.text FROM loans l JOIN words w ON w.id = l.voice_id")
    )
    assert voices == ["voice-1"]
    assert "🎤 She has said by voice" in ballot_in(house)


async def test_a_voice_that_answers_nothing_shows_her_card(house: House) -> None:
    await lenders(house)
    await house.comes(voice(KAMLA))

    assert house.wire.texts_to(KAMLA)[-1].startswith("<b>Ekta</b> · your number is 3")


@pytest.mark.parametrize("data", ["v1|ask|months|6", "v1|askagain|amount", "v1|asksend"])
async def test_a_button_of_a_form_that_is_no_more_does_nothing(house: House, data: str) -> None:
    await lenders(house)
    await house.comes(people.tap(KAMLA, data))

    assert house.alerts[-1].startswith("This is not here")


@pytest.mark.parametrize(
    "data",
    ["v1|ask|colour|red", "v1|ask|purpose|fun", "v1|ask|fund|mine", "v1|askagain|colour"],
)
async def test_a_button_made_by_hand_changes_nothing_of_the_form(house: House, data: str) -> None:
    await lenders(house)
    await house.comes(people.message(KAMLA, "/loan 3000 6"))
    await house.comes(people.tap(KAMLA, data))

    assert house.alerts[-1].startswith("This is not here")


async def test_sent_too_early_the_form_asks_on(house: House) -> None:
    await lenders(house)
    await house.comes(people.message(KAMLA, "/loan 3000 6"))
    await house.comes(people.tap(KAMLA, "v1|asksend"))

    assert "What is the money for?" in house.wire.texts_to(KAMLA)[-1]


async def test_an_office_bearer_asks_for_another_from_her_card(house: House) -> None:
    await lenders(house)
    await house.comes(people.message(SUNITA, "/start"))
    await house.presses(SUNITA, "Members")
    await house.presses(SUNITA, "Kamla")
    await house.presses(SUNITA, "Ask for a loan for her")

    assert house.wire.texts_to(SUNITA)[-1].startswith("<b>A loan for Kamla, number 3</b>")


async def test_for_nobody_no_loan_is_asked_for(house: House) -> None:
    await lenders(house)
    await house.comes(people.tap(SUNITA, "v1|loanfor|aaaaaaaaaa"))

    assert house.alerts[-1].startswith("This is not here")


def voice(who: int) -> people.Json:
    """Return the update of a voice message in private."""
    sent = people.message(who, "")
    sent["message"].pop("text")
    sound = {"file_id": "voice-1", "file_unique_id": "v1", "duration": 3}
    return {**sent, "message": {**sent["message"], "voice": sound}}
