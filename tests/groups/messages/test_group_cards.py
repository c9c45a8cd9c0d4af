"""The ballot's message in the group: edited in place with the newest count, or sent anew."""

import json
from typing import Any

import pytest

from groups.lending.acts import loans
from groups.loans.model.loan import Loan
from groups.messages.effects import change_in_group
from groups.messages.store.outbox import update_sending, update_sent
from storage.database import Database
from storage.tx import Tx
from tests.groups.lenders import Lenders, lenders
from tests.groups.sisters import NOON


async def rows(group: Lenders, state: str = "waiting") -> list[tuple[int, int | None, Any, Any]]:
    """Return the ballot's outbox rows: number, row that it edits, votes, message that it edits."""
    outbox_rows = await group.sisters.rows(
        "SELECT n, edits, facts FROM outbox WHERE kind = 'loan_ballot' AND state = :state"
        " ORDER BY n",
        state=state,
    )
    facts = [(n, edits, json.loads(text)) for n, edits, text in outbox_rows]
    return [(n, edits, it.get("voted"), it.get("_edit")) for n, edits, it in facts]


async def sent(group: Lenders, number: int) -> None:
    """Mark the ballot's newest row as sent, with this message number in the chat."""
    n = (await rows(group))[-1][0]
    await group.sisters.write(update_sent, n, number, at=NOON)


async def asked(database: Database) -> tuple[Lenders, Loan]:
    """A loan on which the group votes."""
    group = await lenders(database)
    return group, await group.propose()


async def test_what_was_not_sent_yet_says_the_newest_count(database: Database) -> None:
    group, loan = await asked(database)
    await group.say(1, loan)

    assert [row[1:] for row in await rows(group)] == [(None, 1, None)]


async def test_many_votes_are_one_change_of_the_message(database: Database) -> None:
    group, loan = await asked(database)
    await sent(group, 77)
    await group.say(1, loan)
    await group.say(2, loan)

    assert [row[1:] for row in await rows(group)] == [(77, 2, 77)]


@pytest.mark.both_engines
async def test_where_it_had_to_be_sent_again_the_new_one_is_changed(database: Database) -> None:
    group, loan = await asked(database)
    await sent(group, 77)
    await group.say(1, loan)
    await sent(group, 99)
    await group.say(2, loan)

    assert [row[1:] for row in await rows(group)] == [(77, 2, 99)]


async def test_while_it_is_on_its_way_it_is_left_alone(database: Database) -> None:
    group, loan = await asked(database)
    n = (await rows(group))[-1][0]
    await group.sisters.write(update_sending, n)
    await group.say(1, loan)

    assert await rows(group) == []


async def test_what_was_never_said_is_not_changed(database: Database) -> None:
    group, _ = await asked(database)

    def change(tx: Tx) -> None:
        change_in_group(tx, "g", "loan:none:loan_ballot", "loan_ballot", {"voted": 9}, at=NOON)

    await group.sisters.write(change)

    assert [voted for _, _, voted, _ in await rows(group)] == [0]


async def test_the_end_is_shown_in_its_place(database: Database) -> None:
    group, loan = await asked(database)
    await sent(group, 77)
    sisters = group.sisters
    await sisters.write(
        loans.cancel, sisters.actor(1), loan.id, reason="Later", new_id=sisters.new_id, at=NOON
    )

    [changed] = await sisters.rows("SELECT facts FROM outbox WHERE edits = 77")
    assert json.loads(changed[0])["state"] == "cancelled"
    assert json.loads((await sisters.said("loan_cancelled_hers"))[0][2])["reason"] == "Later"
    assert json.loads((await sisters.said("loan_cancelled"))[0][2])["reason"] is None
