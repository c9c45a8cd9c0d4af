"""Facts to try every template of templates/web/ with."""

from tests.texts.examples.kinds import Examples

EXAMPLES: Examples = {}
