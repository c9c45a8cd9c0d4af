"""Example facts for every template of templates/village/."""

from tests.texts.examples.kinds import Examples

_PERSON = {
    "id": 12,
    "name": "Sunita",
    "language": "hi",
    "kind": "shared",
    "phone": True,
    "also_used_by": ["Rani"],
}

EXAMPLES: Examples = {
    "village/page.html": [
        {
            "facts": {"people": [_PERSON], "bot_name": "Saakh", "starts": 0},
            "other": "hi",
            "switch": "",
        }
    ],
    "village/switch.html": [{}],
}
