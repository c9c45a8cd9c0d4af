"""Tests of messages: the inbox, the outbox and the pinned message."""
