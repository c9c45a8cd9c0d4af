"""Lets tests act as the village's people: each act goes over HTTP, as on the page."""

import asyncio
from datetime import datetime
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit

from aiohttp import ClientSession

from sandbox.world import Json


class Refused(Exception):
    """The phone or the village refused what a person tried."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class VillageDriver:
    """Drives the village at `address`; a chat of None is the person's own with the bot."""

    def __init__(self, address: str) -> None:
        self._address = address.rstrip("/")
        self._session: ClientSession | None = None

    async def __aenter__(self) -> Self:
        """Open the connection."""
        self._session = ClientSession()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the connection."""
        if self._session is not None:
            await self._session.close()

    async def say(
        self,
        person: int,
        chat: int | None,
        text: str,
        *,
        reply_to: int | None = None,
        anonymous: bool = False,
    ) -> int:
        """Write a message; return its id."""
        sent: Json = await self._do(
            "say",
            person=person,
            chat=chat or person,
            text=text,
            reply_to=reply_to,
            anonymous=anonymous,
        )
        return int(sent["message_id"])

    async def edit(self, person: int, chat: int | None, message: int, text: str) -> None:
        """Edit a message of the person's own."""
        await self._do("edit", person=person, chat=chat or person, message=message, text=text)

    async def say_by_voice(self, person: int, chat: int | None, sound: bytes) -> int:
        """Send a voice message; return its id."""
        where = f"/village/voice?person={person}&chat={chat or person}"
        sent = await self._call("POST", where, data=sound, headers={"Content-Type": "audio/ogg"})
        return int(sent["result"]["message_id"])

    async def start_bot(self, person: int, payload: str = "") -> None:
        """Press START, or follow a link with a payload."""
        await self._do("start", person=person, payload=payload)

    async def block_bot(self, person: int, *, blocked: bool = True) -> None:
        """Block the bot, or unblock it."""
        await self._do("block", person=person, blocked=blocked)

    async def deactivate(self, person: int) -> None:
        """Delete a person's account."""
        await self._do("deactivate", person=person)

    async def add_bot(
        self, person: int, chat: int, *, admin: bool = True, payload: str = ""
    ) -> None:
        """Add the bot to a group."""
        await self._do("add_bot", person=person, chat=chat, admin=admin, payload=payload)

    async def remove_bot(self, person: int, chat: int) -> None:
        """Remove the bot from a group."""
        await self._do("remove_bot", person=person, chat=chat)

    async def join(self, person: int, chat: int) -> None:
        """Join a group."""
        await self._do("change_person", person=person, chat=chat, status="member")

    async def leave(self, person: int, chat: int) -> None:
        """Leave a group."""
        await self._do("change_person", person=person, chat=chat, status="left")

    async def promote(self, person: int, chat: int, *, by: int) -> None:
        """Make somebody an administrator; the bot too, by its id."""
        await self._do("change_person", person=person, chat=chat, status="administrator", by=by)

    async def react(self, person: int, chat: int, message: int, *emojis: str) -> None:
        """Put reactions on a message; without emojis, remove them."""
        await self._do("react", person=person, chat=chat, message=message, emojis=list(emojis))

    async def migrate(self, chat: int) -> int:
        """Turn a group into a supergroup; return its new id."""
        return int(await self._do("migrate", chat=chat))

    async def tap(self, person: int, chat: int | None, message: int, button: str) -> str | None:
        """Tap a button by its words or callback data; None when the bot did not answer.

        Returns the alert ("" for none), the mini-app's signed URL, or a link's URL.
        """
        shown = await self.tap_fully(person, chat, message, button)
        return _said(shown)

    async def tap_fully(self, person: int, chat: int | None, message: int, button: str) -> Json:
        """Tap a button; return everything that a phone would show."""
        shown: Json = await self._do(
            "tap", person=person, chat=chat or person, message=message, button=button
        )
        return shown

    async def forge_tap(self, person: int, chat: int | None, message: int, data: str) -> str | None:
        """Send callback data that no button has, as a bad client may."""
        where = {"person": person, "chat": chat or person, "message": message}
        return _said(await self._do("tap", **where, data=data))

    async def follow(self, person: int, chat: int | None, url: str) -> Json:
        """Follow a link in a chat."""
        shown: Json = await self._do("follow", person=person, chat=chat or person, url=url)
        return shown

    async def open_app(self, person: int, url: str | None = None, chat: int | None = None) -> str:
        """The signed URL of the mini-app: from a t.me link or, without it, from the menu button."""
        if url is None:
            return str((await self._do("open_menu", person=person))["app"])
        return str((await self.follow(person, chat, url))["app"])

    async def messages(self, person: int, chat: int | None = None) -> list[Json]:
        """The messages of a chat as a person sees them, oldest first."""
        shown: list[Json] = (await self.conversation(person, chat))["messages"]
        return shown

    async def conversation(self, person: int, chat: int | None = None) -> Json:
        """A chat as a person sees it: messages, pinned message, commands, menu button."""
        where = f"/village/phones/{person}/chats/{chat or person}"
        shown: Json = await self._call("GET", where)
        return shown

    async def wait_for(
        self, person: int, chat: int | None, words: str, *, seconds: float = 30.0
    ) -> Json:
        """Wait for a message with these words; TimeoutError names the messages that were there."""
        deadline = asyncio.get_running_loop().time() + seconds
        while True:
            seen = await self.messages(person, chat)
            for message in reversed(seen):
                if words in str(message.get("text", message.get("caption", ""))):
                    return message
            if asyncio.get_running_loop().time() > deadline:
                raise TimeoutError(f"{words!r} is not in {[it.get('text') for it in seen]}")
            await asyncio.sleep(0.02)

    async def pinned(self, person: int, chat: int | None = None) -> Json | None:
        """The pinned message of a chat."""
        shown: Json | None = (await self.conversation(person, chat))["pinned"]
        return shown

    async def alerts(self, person: int) -> list[str]:
        """The words of all answers to a person's taps, oldest first."""
        return [it["text"] for it in await self._call("GET", f"/village/alerts/{person}")]

    async def now(self) -> datetime:
        """The village's time."""
        return datetime.fromisoformat((await self._call("GET", "/village/clock"))["now"])

    async def move_clock(
        self, to: datetime | None = None, *, days: float = 0, leap: str = ""
    ) -> datetime:
        """Move the clock to a time, by some days, or to the next `meeting` or `scoring`."""
        if to is not None:
            how: Json = {"to": to.isoformat()}
        else:
            how = {"leap": leap} if leap else {"days": days}
        return datetime.fromisoformat((await self._do("clock", **how))["now"])

    async def start_over(self, *, empty: bool = False, language: str = "") -> None:
        """Start a new village, in its language or another."""
        more = {"language": language} if language else {}
        await self._do("start_over", empty=empty, **more)

    async def order_fault(self, kind: str, **more: object) -> None:
        """Order a fault of a kind in `sandbox.faults.KINDS`; `more` are fields of `Fault`."""
        await self._call("POST", "/control/faults", json={"kind": kind, **more})

    async def clear_faults(self) -> None:
        """Cancel all ordered faults."""
        await self._call("DELETE", "/control/faults")

    async def limit_groups(self, *, on: bool) -> None:
        """Switch the limit of messages per minute on or off."""
        await self._call("POST", "/control/limits", json={"on": on})

    async def _do(self, act: str, **asked: object) -> Any:
        return (await self._call("POST", f"/village/{act}", json=asked))["result"]

    async def _call(self, method: str, path: str, **more: Any) -> Any:
        assert self._session is not None, "use the driver in `async with`"
        async with self._session.request(method, f"{self._address}{path}", **more) as answer:
            body = await answer.json()
        if answer.status >= 400:
            raise Refused(body.get("detail") or body["error"])
        return body


def init_data_of(launch_url: str) -> str:
    """The raw init data in a signed URL, as the mini-app sends them to its server."""
    return parse_qs(urlsplit(launch_url).fragment)["tgWebAppData"][0]


def _said(shown: Json) -> str | None:
    if shown.get("answered") is False:
        return None
    for name in ("alert", "app", "external", "copied"):
        if name in shown:
            return str(shown[name])
    return ""
