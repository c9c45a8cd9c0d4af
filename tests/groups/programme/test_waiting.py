"""What a facilitator's home says of her groups: how many loans wait for her word."""

from groups.lending.acts import loans
from groups.loans.model.loan import LoanState
from groups.loans.store.loans import select_loans_of_group
from groups.programme.acts.her_groups import groups_watched
from storage.database import Database
from storage.tx import Tx
from tests.groups.living import NOW, counter, somebody, the_group


def waiting(tx: Tx) -> list[int]:
    """Return how many loans wait in each of the facilitator's groups."""
    return [watched.loans for watched in groups_watched(tx, somebody(tx, 0), at=NOW)]


async def test_a_loan_that_the_group_carried_waits_until_she_decides(village: Database) -> None:
    def approve(tx: Tx) -> None:
        every = select_loans_of_group(tx, the_group(tx).id)
        carried = next(loan for loan in every if loan.state is LoanState.CARRIED)
        loans.decide(
            tx,
            somebody(tx, 0),
            carried.id,
            is_yes=True,
            reason="",
            new_id=counter("a"),
            at=NOW,
        )

    before = await village.read(waiting)
    await village.write(approve)

    assert before == [1]
    assert await village.read(waiting) == [0]
