"""The web view and mini-app, and the webhook's route. It does not know the chat's handlers.

Read in this order: `server` (the routes), `launch` (checks who opens it), `sessions` (her token
afterwards), `door` (the shell, and launch data exchanged for a token), `asking` (what every page
does first), `pages/` (one module for each page), `charts` (drawn on the server), `kept` (fragments
that need no new rendering), `hook` (stores updates from Telegram and wakes the handlers), `health`.
"""
