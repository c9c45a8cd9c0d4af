"""The practice village: a simulated Telegram with a page of phones, to try Saakh and to teach it.

Reading order: `server` (start here), `settings` (who lives here), `world` (people, chats,
messages), `village` (the parts together), `api` and `methods/` (the bot's calls), `polling` and
`webhook` (how updates reach the bot), `people` and `touch` (what people do), `control` (the same
over HTTP), `page` (the phones), `driver` (for tests).
"""
