"""Telegram and the clock come in here; replies go out. It knows no web page and no SQL.

In: `settings` and `service` (what `bot.py` calls: `make_bot`, `start`, `start_polling` or
`set_webhook` with `webhook_wake`, `tick`, `stop`), `lanes` and `polling` (updates come in), `desk`
(they are stored and carried out, one transaction each: `apply`), `routes` (which act an update
asks for), `turn` (what an act is told and may say), `acts/` (the acts, a module a subject),
`answers` (what follows a commit). Out: `outbox` (the sender), `post`, `outcomes`, `pacing`,
`cards` with `buttons`, `callback_data` and `links`, `status` (the pinned message), `menus`.
`clock` looks for what is due, `weigher` does its sums apart, `metrics` counts, `logs` says what may
be logged.
"""
