"""Reminding: what waits for somebody's yes or act is repeated weekly, until it is done."""
