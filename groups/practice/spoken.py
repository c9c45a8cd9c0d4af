"""What the practice village's people are called and say, in each of its languages.

The script is written in English. A village speaks one language throughout, so every name and every
sentence of the script stands here in the other.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

_HINDI: Final = {
    "Saakh": "साख",
    "Ekta Mahila Samuh": "एकता महिला समूह",
    "Rajgarh": "राजगढ़",
    "Sunita Devi": "सुनीता देवी",
    "Meena Kumari": "मीना कुमारी",
    "Kamla Devi": "कमला देवी",
    "Savitri Maurya": "सावित्री मौर्य",
    "Geeta Maurya": "गीता मौर्य",
    "Radha Bind": "राधा बिंद",
    "Urmila Kol": "उर्मिला कोल",
    "Phoolmati Bind": "फूलमती बिंद",
    "Shanti Kol": "शांति कोल",
    "Kiran Patel": "किरण पटेल",
    "Rekha Bharti": "रेखा भारती",
    "Anita Vishwakarma": "अनीता विश्वकर्मा",
    "Asha Singh": "आशा सिंह",
    "Bangles to sell at the fair": "मेले में बेचने के लिए चूड़ियाँ",
    "School fees of two children": "दो बच्चों की स्कूल की फ़ीस",
    "Medicine": "दवा",
    "Stock for the shop": "दुकान का सामान",
    "A goat with its kid": "बच्चे के साथ एक बकरी",
    "A sewing machine": "सिलाई मशीन",
    "Seed for the winter": "रबी के बीज",
    "Radha's saving was in the box and not in the register": (
        "राधा की बचत पेटी में थी, पर रजिस्टर में नहीं लिखी गई"
    ),
}
_IN: Final[Mapping[str, Mapping[str, str]]] = MappingProxyType({"hi": MappingProxyType(_HINDI)})
LANGUAGES: Final = ("en", *_IN)


def spoken(english: str, language: str) -> str:
    """A name or a sentence of the script in a language; KeyError if the village lacks it there."""
    return english if language == LANGUAGES[0] else _IN[language][english]
