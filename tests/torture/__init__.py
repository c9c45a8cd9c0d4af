"""Tests under the worst conditions: kills, full and failing disks, flipped bits, lost power.

Read `outside` (the simulated Telegram, which records what was acknowledged), `history` (what must
hold after every crash), `ground` (the group whose members tap), then `kills`, `order`, `disk`,
`flips` and `power`. `planted` is the bot with a planted storage fault, so that each check is seen
to fail. `python -m tests.torture.run` runs the long forms.
"""
