"""Facts to try every template of templates/chat/ with."""

from tests.texts.examples.kinds import Examples

EXAMPLES: Examples = {}
