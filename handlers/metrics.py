"""The operator's counters: names and numbers, never words of people."""

from typing import Final

from prometheus_client import Counter, Gauge, Histogram

UPDATES_STORED: Final = Counter("saakh_updates_stored", "Updates kept before they are confirmed")
UPDATES_APPLIED: Final = Counter("saakh_updates_applied", "Updates carried out", ["outcome"])
UPDATES_BROKEN: Final = Counter("saakh_updates_broken", "Attempts at an update that failed")
UPDATES_PARKED: Final = Counter("saakh_updates_parked", "Updates put aside after five attempts")
UPDATES_PARKED_NOW: Final = Gauge("saakh_updates_parked_now", "Updates that are put aside")
STEPS_BROKEN: Final = Counter("saakh_steps_broken", "Steps of the clock that failed", ["step"])
STEPS_PARKED_NOW: Final = Gauge(
    "saakh_steps_parked_now", "Steps of the clock that are put aside, by group"
)
UPDATES_IN_HAND: Final = Gauge("saakh_updates_in_hand", "Updates being carried out now")
APPLY_SECONDS: Final = Histogram(
    "saakh_apply_seconds",
    "From taking up an update to its commit",
    buckets=(0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5),
)
PENDING_AT_TELEGRAM: Final = Gauge(
    "saakh_updates_pending_at_telegram", "Updates that Telegram has and we have not"
)
WEBHOOK_FAILED_AT: Final = Gauge(
    "saakh_webhook_failed_at_seconds", "When Telegram last could not bring an update; 0: never"
)
OUTBOX_AGE: Final = Gauge(
    "saakh_outbox_age_seconds", "For how long the oldest message that is due has waited"
)
SENT: Final = Counter("saakh_outbox", "Messages of the outbox by how they ended", ["outcome"])
STATUS_SHOWN: Final = Counter("saakh_status_messages", "Edits of pinned messages", ["outcome"])
CLOCK_DOUBTED: Final = Gauge("saakh_clock_doubted", "1 while the machine's clock is not believed")
TICKS: Final = Counter("saakh_ticks", "Looks of the clock for what is due")
TICK_SECONDS: Final = Gauge("saakh_tick_seconds", "How long the last look of the clock took")
LOOP_LAG: Final = Histogram(
    "saakh_loop_lag_seconds",
    "How late the event loop wakes who asked to be woken",
    buckets=(0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5),
)
