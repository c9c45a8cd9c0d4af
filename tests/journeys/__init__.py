"""Whole journeys: the real bot, the look-alike of Telegram, people who act over HTTP."""
