"""The type of an example: a template's path, and facts for it."""

from collections.abc import Mapping, Sequence

Facts = Mapping[str, object]
Examples = Mapping[str, Sequence[Facts]]
