"""The name of the programme's own lock and record chain."""

from typing import Final

PROGRAMME: Final = "programme"
