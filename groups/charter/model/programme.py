"""The name under which the settings, not a person, name the first facilitators."""

from typing import Final

PROGRAMME: Final = "programme"
