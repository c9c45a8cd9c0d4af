"""The practice village: a look-alike of the Bot API and a page of phones, to try and to teach.

Reading order: `server` (start here), `settings` (who lives here), `world` (people, chats,
messages), `village` (the parts together), `api` and `methods/` (what the bot may ask), `polling`
and `webhook` (how it hears), `people` and `touch` (what persons do), `control` (the same over
HTTP), `page` (the phones), `driver` (for tests).
"""
