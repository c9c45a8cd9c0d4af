"""What an example is: the path of a template, and the facts to try it with."""

from collections.abc import Mapping, Sequence

Facts = Mapping[str, object]
Examples = Mapping[str, Sequence[Facts]]
