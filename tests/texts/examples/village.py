"""Facts to try every template of templates/village/ with."""

from tests.texts.examples.kinds import Examples

EXAMPLES: Examples = {}
