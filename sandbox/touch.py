"""Taps on buttons and links: what opens, and what the bot answers."""

from sandbox.launch import init_data, launch_url
from sandbox.links import BotLink
from sandbox.people import (
    Impossible,
    button_of,
    callback_query,
    follow_to_bot,
    link_of,
    message_of,
    person_of,
    place_of,
)
from sandbox.taps import CallbackAnswer
from sandbox.village import Village
from sandbox.world import Chat, Json

ANSWER_SECONDS = 15.0


async def tap(
    village: Village,
    person: int,
    chat_id: int,
    message_id: int,
    wanted: str | list[int],
    theme: str,
) -> Json:
    """Tap a button; return what a phone shows: an alert, a chat, the mini-app, a copied text."""
    chat = place_of(village, person, chat_id)
    button = button_of(message_of(chat, message_id), wanted)
    if "callback_data" in button:
        return await ask(village, person, chat, message_id, button["callback_data"])
    if "url" in button:
        return follow(village, person, button["url"], chat, theme)
    if "web_app" in button:
        return {"app": open_button(village, person, button["web_app"]["url"], theme)}
    if "copy_text" in button:
        return {"copied": button["copy_text"]["text"]}
    raise Impossible("no_such_button")


async def ask(village: Village, person: int, chat: Chat, message_id: int, data: str) -> Json:
    """Send callback data (a client may send any), and wait for the answer."""
    message = message_of(chat, message_id)
    query = village.taps.begin(person)
    body = {"id": query.id, **callback_query(village, person, chat, message, data)}
    village.tell("callback_query", body, key=f"callback:{person}")
    answer = await village.taps.wait(query, seconds=ANSWER_SECONDS)
    if answer is None:
        return {"answered": False}
    if answer.url:
        return follow(village, person, answer.url, chat, "light")
    return _shown(answer)


def follow(village: Village, person: int, url: str, chat: Chat, theme: str) -> Json:
    """Follow a link from a chat."""
    link = link_of(village, url)
    if link is None:
        return {"external": url}
    if link.kind == "app":
        return {"app": open_link(village, person, link, chat, theme)}
    return {"chat": follow_to_bot(village, person, link, None)}


def open_link(village: Village, person: int, link: BotLink, chat: Chat, theme: str) -> str:
    """The signed URL of the mini-app, opened by a link in a chat."""
    user = person_of(village, person)
    data = init_data(user, village.settings.token, chat=chat, start_param=link.payload)
    return launch_url(village.settings.web_app_url, data, theme=theme, start_param=link.payload)


def open_button(village: Village, person: int, url: str, theme: str) -> str:
    """The signed URL of the mini-app, opened by a button in a private chat."""
    user = person_of(village, person)
    return launch_url(url, init_data(user, village.settings.token), theme=theme)


def open_menu(village: Village, person: int, theme: str) -> str:
    """The signed URL behind the menu button; Impossible when the button opens no app."""
    person_of(village, person)
    button = village.profile.menu_button(person)
    if button["type"] != "web_app":
        raise Impossible("no_such_button")
    return open_button(village, person, button["web_app"]["url"], theme)


def _shown(answer: CallbackAnswer) -> Json:
    return {"answered": True, "alert": answer.text, "show_alert": answer.show_alert}
