"""The practice village: the real python-telegram-bot against it, and people by its own doors."""
