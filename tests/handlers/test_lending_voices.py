"""A borrower's voice message, played in private to a member who taps under the ballot."""

from tests.handlers import people
from tests.handlers.conftest import House
from tests.handlers.lending import lenders
from tests.handlers.people import GROUP, KAMLA, SUNITA
from tests.handlers.test_lending import voice


async def test_who_votes_hears_what_it_is_for_in_private(house: House) -> None:
    await lenders(house)
    await house.comes(people.message(KAMLA, "/loan 3000 6"))
    await house.comes(voice(KAMLA))
    await house.presses(KAMLA, "tailoring")
    await house.presses(KAMLA, "Ask the group")
    await house.presses(SUNITA, "Listen to her", GROUP)

    (call,) = house.wire.of("sendVoice")
    assert (call["chat_id"], call["voice"]) == (SUNITA, "voice-1")
    assert house.alerts[-1] == "Her voice comes to you in private."
