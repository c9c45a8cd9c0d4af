"""A group that lends, in the chat: six sisters who have saved for months, and vote by buttons."""

from collections.abc import Sequence

from storage.tx import Tx
from tests.groups import lenders as lending
from tests.handlers import people
from tests.handlers.conftest import House
from tests.handlers.people import ASHA, GROUP, KAMLA, MEENA, SUNITA

# By their numbers: Asha looks after the group, Sunita is president, Meena secretary.
SISTERS = (SUNITA, MEENA, KAMLA, 21, 22, 23)


async def lenders(house: House, *, saved: int = 1000_00, grant: int = 0) -> None:
    """Let the group stand in the bot's chat, in English, each with an account of her own."""
    group = (await lending.lenders(house.database, saved=saved, grant=grant)).sisters

    def introduce(tx: Tx) -> None:
        for n, telegram_id in enumerate((ASHA, *SISTERS)):
            tx.run(
                "UPDATE telegram_accounts SET telegram_id = :telegram_id, language_code = 'en'"
                " WHERE person_id = :person_id",
                telegram_id=telegram_id,
                person_id=group.actor(n).person_id,
            )
            tx.run(
                "UPDATE persons SET name = :name WHERE id = :person_id",
                name=people.user(telegram_id)["first_name"],
                person_id=group.actor(n).person_id,
            )
        tx.run("UPDATE groups SET language = 'en'")
        tx.run("UPDATE chats SET chat_id = :chat_id", chat_id=GROUP)

    await house.database.write(introduce)


async def ask(house: House, words: str = "3000 6 sewing machine", who: int = KAMLA) -> None:
    """She asks in one line, and taps what it is for and that the group shall be asked."""
    await house.comes(people.message(who, f"/loan {words}"))
    await house.presses(who, "tailoring")
    await house.presses(who, "Ask the group")


async def votes(house: House, who: Sequence[int], words: str = "✅ Yes") -> None:
    """Each taps her vote under the ballot in the group."""
    for one in who:
        await house.presses(one, words, GROUP)
