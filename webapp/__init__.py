"""The web view and mini-app, and the webhook's door. It does not know the chat's handlers.

Read in this order: `server` (what stands where), `launch` (who opens it), `sessions` (how she is
known afterwards), `door` (the shell and the exchange of one for the other), `asking` (what every
page does first), `pages/` (a module a page), `charts` (drawn on the server), `kept` (fragments that
need not be rendered again), `hook` (updates from Telegram are stored and a wake-up is given,
nothing more), `health`.
"""
