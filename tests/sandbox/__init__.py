"""Tests of the practice village, with the real python-telegram-bot and with people over HTTP."""
