"""The language of a person who has not chosen one, and the kind of an update."""

import json
from typing import Final

LANGUAGES: Final = ("en", "hi")

# A person with one of these languages on her phone reads Hindi rather than English.
_NEAR_HINDI: Final = frozenset(
    {"hi", "awa", "bho", "bgc", "doi", "hne", "mag", "mai", "mwr", "raj", "sa", "ur"}
)


def language_for(chosen: str, language_code: str) -> str:
    """The language she chose, else the one nearest to her Telegram's code ("hi", "en-GB", "")."""
    if chosen in LANGUAGES:
        return chosen
    code = language_code.replace("_", "-").split("-")[0].lower()
    return "hi" if code in _NEAR_HINDI else "en"


KINDS: Final = (
    *("message", "edited_message", "channel_post", "edited_channel_post", "callback_query"),
    *("my_chat_member", "chat_member", "chat_join_request", "message_reaction", "poll_answer"),
)


OTHER: Final = "other"


def kind_of(body: str) -> str:
    """Return Telegram's name for the kind of an update; OTHER for kinds the bot never asks for."""
    try:
        update = json.loads(body)
    except ValueError:
        return OTHER
    kinds = [kind for kind in KINDS if isinstance(update, dict) and kind in update]
    return kinds[0] if kinds else OTHER
