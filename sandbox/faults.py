"""Faults that a test orders from the village's server, each for a number of calls."""

from dataclasses import asdict, dataclass
from typing import Any

from sandbox.errors import OTHER_POLL, ApiError, bad_request, conflict, forbidden, too_many
from sandbox.world import Json

KINDS = (
    "too_many_requests",
    "server_error",
    "bad_gateway",
    "blocked",
    "never_started",
    "deactivated",
    "kicked",
    "not_a_member",
    "migrated",
    "drop_before",
    "drop_after",
    "delay",
    "broken_json",
    "duplicate_update",
    "out_of_order_update",
    "conflict",
)
OF_UPDATES = frozenset({"duplicate_update", "out_of_order_update"})


@dataclass(slots=True)
class OrderedFault:
    """One ordered fault for `times` calls; without a method, any call but getUpdates meets it."""

    kind: str
    method: str | None = None
    chat_id: int | None = None
    times: int = 1
    seconds: float = 1.0
    to_chat_id: int = 0

    def __post_init__(self) -> None:
        assert self.kind in KINDS, f"no fault is called {self.kind!r}"

    def meets(self, method: str, chat_id: int | None) -> bool:
        """Whether a call meets this fault."""
        if self.kind in OF_UPDATES or (self.chat_id is not None and self.chat_id != chat_id):
            return False
        if self.kind == "conflict":
            return method == "getupdates"
        if self.method is None:
            return method != "getupdates"
        return self.method.lower() == method


class Faults:
    """The ordered faults that have not happened yet."""

    def __init__(self) -> None:
        self._ordered: list[OrderedFault] = []

    def order(self, fault: OrderedFault) -> None:
        """Order a fault."""
        self._ordered.append(fault)

    def clear(self) -> None:
        """Cancel all faults."""
        self._ordered.clear()

    def shown(self) -> list[dict[str, Any]]:
        """The faults still to come."""
        return [asdict(fault) for fault in self._ordered]

    def meet(self, method: str, chat_id: int | None) -> OrderedFault | None:
        """Return the fault that this call meets, and count it once."""
        for fault in self._ordered:
            if fault.meets(method, chat_id):
                return self._use(fault)
        return None

    def take(self, kind: str) -> bool:
        """Whether a fault of the update queue is due; if so, count it once."""
        for fault in self._ordered:
            if fault.kind == kind:
                self._use(fault)
                return True
        return False

    def _use(self, fault: OrderedFault) -> OrderedFault:
        fault.times -= 1
        if fault.times <= 0:
            self._ordered.remove(fault)
        return fault


def refusal(fault: OrderedFault) -> ApiError | None:
    """The error that a fault answers with; None for faults of the connection."""
    refusals: Json = {
        "too_many_requests": lambda: too_many(max(1, round(fault.seconds))),
        "server_error": lambda: ApiError(500, "Internal Server Error"),
        "blocked": lambda: forbidden("bot was blocked by the user"),
        "never_started": lambda: forbidden("bot can't initiate conversation with a user"),
        "deactivated": lambda: forbidden("user is deactivated"),
        "kicked": lambda: forbidden("bot was kicked from the supergroup chat"),
        "not_a_member": lambda: forbidden("bot is not a member of the supergroup chat"),
        "conflict": lambda: conflict(OTHER_POLL),
        "migrated": lambda: bad_request(
            "group chat was upgraded to a supergroup chat", migrate_to_chat_id=fault.to_chat_id
        ),
    }
    make = refusals.get(fault.kind)
    return make() if make else None
