"""The ends of all groups' chains, which a backup reports."""

from datetime import timedelta

from ledger.books import post
from ledger.chain import link
from ledger.heads import Head, heads
from storage.database import Database
from tests.ledger.making import AT, GROUP, saving


async def test_the_heads_tell_where_the_books_of_every_group_are(database: Database) -> None:
    await database.write(post, saving(), at=AT)
    later = AT + timedelta(days=7)
    one = await database.write(link, GROUP, "roles", "r1", ("m1",), at=later)
    other = await database.write(link, "g2", "roles", "r1", ("m1",), at=AT)

    async with database.long_read() as read:
        group_heads = await heads(read)

    assert group_heads == [Head(GROUP, 2, one[:8], later), Head("g2", 1, other[:8], AT)]
