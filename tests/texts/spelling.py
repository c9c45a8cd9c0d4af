"""The Hindi of Saakh: one spelling and one word for one thing. `make texts` writes by this list.

Add a row where two spellings or two words of one thing have come in; `test_spelling.py` checks the
translations by it, and finds spellings that differ by their dots and nasal signs alone.
"""

import re
import unicodedata
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

# Letters of Persian and Arabic that a village reads without their dot: क़ ख़ ग़. Those of ज़ and फ़
# stay, as they are spoken: ज़रूरत, फ़ोन.
_DOTTED: Final = re.compile("([कखग])\u093c")

# What was written, and what is written instead.
SPELLINGS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "क़िस्त": "किस्त",
        "नक़द": "नकद",
        "बाक़ी": "बाकी",
        "ग़लत": "गलत",
        "ख़त्म": "खत्म",
        "ख़र्च": "खर्च",
        "ख़ाली": "खाली",
        "ख़ुद": "खुद",
        "रक़म": "रकम",
        "बक़ाया": "बकाया",
    }
)

# Words that are not used, and the one word of ours for it.
WORDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "अगुवा": "मुखिया",  # the leader; the office of president is अध्यक्ष
        "लीडर": "मुखिया",
        "नेता": "मुखिया",
        "निधि": "कोष",  # a fund
        "फ़ंड": "कोष",
        "फंड": "कोष",
        "टूर": "सैर",  # the tour of the practice village
        "दौरा": "सैर",
        "फ़ैसिलिटेटर": "सहायिका",
        "फैसिलिटेटर": "सहायिका",
    }
)


def spelled(words: str) -> str:
    """A Hindi text in the one spelling: NFC, and without the dots that nobody writes."""
    return unicodedata.normalize("NFC", _DOTTED.sub("\\1", unicodedata.normalize("NFD", words)))


def sound(word: str) -> str:
    """What two spellings of one word have in common: no dots, one nasal sign, one glide."""
    bare = unicodedata.normalize("NFD", word).replace("\u093c", "").replace("ँ", "ं")
    nasal = re.sub("ङ्(?=[क-घ])|ञ्(?=[च-झ])|ण्(?=[ट-ढ])|न्(?=[त-ध])|म्(?=[प-भ])", "ं", bare)
    return nasal.replace("यी", "ई").replace("ये", "ए")
