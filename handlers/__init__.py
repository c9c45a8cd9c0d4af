"""The edge to Telegram and the clock: updates come in, messages go out. No web page, no SQL.

In: `settings` and `service` (what `bot.py` calls: `make_bot`, `start`, `start_polling` or
`set_webhook` with `webhook_wake`, `tick`, `stop`), `lanes` and `polling` (updates come in), `desk`
(stores updates and carries them out, one transaction each: `apply`), `routes` (which act an
update asks for), `turn` (an act's context), `acts/` (the acts, one module for each subject),
`answers` (what follows a commit). Out: `outbox` (the sender), `post`, `outcomes`, `pacing`,
`cards` with `buttons`, `callback_data` and `links`, `status` (the pinned message), `menus`.
`clock` does what is due, `weigher` computes its runs in another process, `metrics` counts, `logs`
says what may be logged.
"""
