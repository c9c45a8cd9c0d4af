"""What no friendly day brings: kills, full and failing disks, flipped bits, lost power.

Read `outside` (the look-alike of Telegram, which remembers what was acknowledged), `history` (what
must hold after every crash), `ground` (the group that is tapped), then `kills`, `order`, `disk`,
`flips` and `power`. `planted` is the bot with a fault of storage in it, so that each check is seen
to fail. `python -m tests.torture.run` is the long form.
"""
