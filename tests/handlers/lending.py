"""A group that lends, in the chat: six members with months of savings, who vote by buttons."""

from collections.abc import Sequence

from storage.tx import Tx
from tests.groups import lenders as lending
from tests.handlers import people
from tests.handlers.conftest import House
from tests.handlers.people import ASHA, GROUP, KAMLA, MEENA, SUNITA

# Telegram ids by member number. Asha is the facilitator, Sunita president, Meena secretary.
SISTERS = (SUNITA, MEENA, KAMLA, 21, 22, 23)


async def lenders(house: House, *, saved: int = 1000_00, grant: int = 0) -> None:
    """Write the lending group into the bot's chat, in English; each member has her own account."""
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
    """Let a member ask in one line, then tap the purpose and the button that asks the group."""
    await house.comes(people.message(who, f"/loan {words}"))
    await house.presses(who, "tailoring")
    await house.presses(who, "Ask the group")


async def votes(house: House, who: Sequence[int], words: str = "✅ Yes") -> None:
    """Let each of these tap her vote under the ballot in the group."""
    for one in who:
        await house.presses(one, words, GROUP)
