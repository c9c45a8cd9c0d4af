"""A process that posts bodies over HTTP, so many at once, as Telegram's webhook calls do."""

import asyncio
import multiprocessing
from collections.abc import Iterable, Mapping, Sequence
from multiprocessing.connection import Connection
from typing import Self


class HttpSender:
    """Sends from a process of its own, over kept-alive connections."""

    def __init__(self, headers: Mapping[str, str]) -> None:
        self._headers = "".join(f"{name}: {value}\r\n" for name, value in headers.items())

    def __enter__(self) -> Self:
        context = multiprocessing.get_context("spawn")
        self._end, other = context.Pipe()
        self._process = context.Process(target=_obey, args=(other,), daemon=True)
        self._process.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._end.send(None)
        self._process.join()

    def prepare(self, port: int, path: str, bodies: Sequence[bytes], at_once: int) -> None:
        """Hand over the next bodies to post, and wait until the sender has them."""
        head = f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{self._headers}"
        requests = [
            f"{head}Content-Type: application/json\r\nContent-Length: {len(it)}\r\n\r\n".encode()
            + it
            for it in bodies
        ]
        self._end.send((port, requests, at_once))
        assert self._end.recv() == len(bodies), "they were understood"

    async def send(self) -> int:
        """Post the prepared bodies, so many at once; return how many were answered by 200."""
        self._end.send("go")
        loop = asyncio.get_running_loop()
        answered = asyncio.Event()
        loop.add_reader(self._end.fileno(), answered.set)
        try:
            await answered.wait()
        finally:
            loop.remove_reader(self._end.fileno())
        taken: int = self._end.recv()
        return taken


def _obey(orders: Connection) -> None:
    while order := orders.recv():
        port, requests, at_once = order
        orders.send(len(requests))
        assert orders.recv() == "go"
        orders.send(asyncio.run(_send_all(port, requests, at_once)))


async def _send_all(port: int, requests: Sequence[bytes], at_once: int) -> int:
    waiting = iter(requests)
    return sum(await asyncio.gather(*(_send(port, waiting) for _ in range(at_once))))


async def _send(port: int, waiting: Iterable[bytes]) -> int:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    taken = 0
    for request in waiting:
        writer.write(request)
        taken += await _is_taken(reader)
    writer.close()
    await writer.wait_closed()
    return taken


async def _is_taken(reader: asyncio.StreamReader) -> bool:
    head = await reader.readuntil(b"\r\n\r\n")
    length = head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0]
    await reader.readexactly(int(length or 0))
    return head.startswith(b"HTTP/1.1 200")
