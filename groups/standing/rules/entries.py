"""The entries that change members' pillar accounts to the results of a run."""

from groups.people.model.people import CLOCK
from groups.standing.model import Five, Pillar, Result, Run
from ledger.accounts import points_account, points_issued, points_lapsed
from ledger.model import Entry, Posting, Reason, points


def score_entry(run: Run, result: Result, before: Five) -> Entry | None:
    """Return the entry that changes her pillar accounts from `before` to a run's result.

    One posting for each changed pillar, from points issued or to points lapsed; None if none
    changed.
    """
    changes = [
        (points_account(result.member_id, pillar.value), now - old)
        for pillar, now, old in zip(Pillar, result.balances, before, strict=True)
        if now != old
    ]
    if not changes:
        return None
    postings = tuple(
        Posting(points_issued(), account, points(change))
        if change > 0
        else Posting(account, points_lapsed(), points(-change))
        for account, change in changes
    )
    key = score_key(run, result.member_id)
    return Entry(key, run.group_id, Reason.SCORE, run.period, postings, by=CLOCK)


def score_key(run: Run, member_id: str) -> str:
    """Return the key of the entry that changes a member's points in a run."""
    return f"score:{run.group_id}:{run.period.isoformat()}:{member_id}"
