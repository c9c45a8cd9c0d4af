"""Webhook delivery: one ordered queue for each key, all in parallel; failures are retried."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass

from aiohttp import ClientError, ClientSession, ClientTimeout

from sandbox.faults import Faults
from sandbox.updates import Update, Updates
from sandbox.world import Json

RETRY_MAX = 60.0
RETRY_AFTER_MAX = 3600.0
GONE_SECONDS_MAX = 23 * 3600
ANSWER_SECONDS = 60


@dataclass(slots=True)
class Target:
    """The address that updates are sent to."""

    url: str
    secret: str = ""
    connections: int = 40
    failed_at: int = 0
    failure: str = ""


class Webhook:
    """Sends updates to the bot's address while it has set one."""

    def __init__(self, updates: Updates, faults: Faults, *, retry_seconds: float) -> None:
        self.target: Target | None = None
        self.set_at = float("-inf")
        self._updates = updates
        self._faults = faults
        self._retry_seconds = retry_seconds
        self._session: ClientSession | None = None
        self._queues: dict[str, asyncio.Task[None]] = {}
        self._slots = asyncio.Semaphore(40)
        self.answered: Callable[[bytes], Awaitable[None]] | None = None
        updates.listeners.append(lambda update: self._drain(update.key))

    def kept(self) -> Json:
        """The address as JSON."""
        return {"target": asdict(self.target) if self.target else None}

    def restore(self, state: Json) -> None:
        """Set the address from its JSON."""
        self.target = Target(**state["target"]) if state["target"] else None

    async def open(self) -> None:
        """Begin to deliver the waiting updates."""
        self._session = ClientSession(timeout=ClientTimeout(total=ANSWER_SECONDS))
        self.set(self.target)

    async def close(self) -> None:
        """Stop delivering."""
        await self._stop()
        if self._session is not None:
            await self._session.close()
            self._session = None

    def set(self, target: Target | None) -> None:
        """Send to another address from now on; None stops sending."""
        for queue in self._queues.values():
            queue.cancel()
        self._queues.clear()
        self.target = target
        if target is not None:
            self._slots = asyncio.Semaphore(target.connections)
            for key in {update.key for update in self._updates.fresh()}:
                self._drain(key)

    async def _stop(self) -> None:
        queues = list(self._queues.values())
        for queue in queues:
            queue.cancel()
        await asyncio.gather(*queues, return_exceptions=True)
        self._queues.clear()

    def _drain(self, key: str) -> None:
        if self.target is None or self._session is None or key in self._queues:
            return
        task = asyncio.get_running_loop().create_task(self._deliver_all(key, self.target))
        self._queues[key] = task

    async def _deliver_all(self, key: str, target: Target) -> None:
        pause = self._retry_seconds
        gone = 0.0
        while self.target is target:
            waiting = [update for update in self._updates.fresh() if update.key == key]
            if not waiting:
                break
            late = len(waiting) > 1 and self._faults.take("out_of_order_update")
            update = waiting[1 if late else 0]
            status, retry_after = await self._send(update, target)
            if status // 100 == 2:
                self._updates.take(update.id)
                pause, gone = self._retry_seconds, 0.0
                continue
            wait = min(retry_after, RETRY_AFTER_MAX) if retry_after else pause
            gone = gone + wait if status == 410 else 0.0
            if gone > GONE_SECONDS_MAX:
                self.set(None)
                return
            await asyncio.sleep(wait)
            pause = min(pause * 2, RETRY_MAX)
        if self._queues.get(key) is asyncio.current_task():
            del self._queues[key]

    async def _send(self, update: Update, target: Target) -> tuple[int, float]:
        """Send an update; return the HTTP status (0: no answer) and the seconds to wait."""
        status, retry_after = 0, 0.0
        for _ in range(2 if self._faults.take("duplicate_update") else 1):
            status, retry_after = await self._post(update, target)
        return status, retry_after

    async def _post(self, update: Update, target: Target) -> tuple[int, float]:
        assert self._session is not None
        headers = {"X-Telegram-Bot-Api-Secret-Token": target.secret} if target.secret else {}
        try:
            async with (
                self._slots,
                self._session.post(
                    target.url, json=update.wire(), headers=headers, allow_redirects=False
                ) as answer,
            ):
                body = await answer.read()
                status = answer.status
                retry_after = _seconds(answer.headers.get("Retry-After", ""))
        except (ClientError, TimeoutError, OSError) as trouble:
            self._failed(target, f"Connection failed: {type(trouble).__name__}")
            return 0, 0.0
        if status // 100 != 2:
            self._failed(target, f"Wrong response from the webhook: {status}")
        elif self.answered is not None and body:
            await self.answered(body)
        return status, retry_after

    def _failed(self, target: Target, why: str) -> None:
        target.failed_at = int(time.time())
        target.failure = why


def _seconds(header: str) -> float:
    return float(header) if header.isdigit() else 0.0
