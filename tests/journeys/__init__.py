"""Tests of whole journeys: the real bot, a look-alike of Telegram, people who act over HTTP."""
