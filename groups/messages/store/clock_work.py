"""The SQL of the clock's work that broke and is put aside, by step and group."""

from groups.messages.model import ParkedStep
from storage.tx import Tx


def select_parked_steps(tx: Tx) -> tuple[ParkedStep, ...]:
    """All work of the clock that is put aside, the oldest first."""
    return tuple(
        tx.all(
            ParkedStep,
            "SELECT step, group_id, tries, error, parked_at, again_at FROM clock_parked"
            " ORDER BY parked_at, step, group_id",
        )
    )


def select_tries(tx: Tx, step: str, group_id: str) -> int:
    """How often a step broke in a group since it was last done; 0 if it is not put aside."""
    tries: int | None = tx.value(
        "SELECT tries FROM clock_parked WHERE step = :step AND group_id = :group_id",
        step=step,
        group_id=group_id,
    )
    return tries or 0


def upsert_parked_step(tx: Tx, parked: ParkedStep) -> None:
    """Put a step in a group aside; the moment when it broke first stays."""
    tx.run(
        "INSERT INTO clock_parked (step, group_id, tries, error, parked_at, again_at)"
        " VALUES (:step, :group_id, :tries, :error, :parked_at, :again_at)"
        " ON CONFLICT (step, group_id) DO UPDATE SET tries = excluded.tries,"
        " error = excluded.error, again_at = excluded.again_at",
        step=parked.step,
        group_id=parked.group_id,
        tries=parked.tries,
        error=parked.error,
        parked_at=parked.parked_at,
        again_at=parked.again_at,
    )


def update_parked_steps_due(tx: Tx) -> int:
    """Let all that is put aside be tried at the next look; return how much it is."""
    return tx.run("UPDATE clock_parked SET again_at = 0")


def delete_parked_step(tx: Tx, step: str, group_id: str) -> None:
    """Forget that a step in a group was put aside."""
    tx.run(
        "DELETE FROM clock_parked WHERE step = :step AND group_id = :group_id",
        step=step,
        group_id=group_id,
    )
