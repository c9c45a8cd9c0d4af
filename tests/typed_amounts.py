"""Numbers as people type them, a table: the server and the browser's script read them alike."""

import json
import re
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Final

from webapp.pages.registers import GRAMMAR_JSON

ROOT: Final = Path(__file__).parents[1]
REGISTER_JS: Final = ROOT / "webapp" / "static" / "register.js"

NOTHING: Final = (
    *("0", "०", "0.00", "0.0", "₹0", "₹ 0", "0/-", "00", "nil", "Nil", "NIL/-", "-", "–", "—"),
    *("शून्य", "0 रुपये", "Rs. 0", " 0 "),
)
CLEAR: Final[Mapping[str, int | Fraction]] = {
    "5000": 5000,
    "5,000": 5000,
    "5000/-": 5000,
    "5,000 / -": 5000,
    "5000/=": 5000,
    "₹5,000": 5000,
    "₹ 5,000/-": 5000,
    "Rs. 500": 500,
    "rs.500": 500,
    "rs500": 500,
    "5000 rupees": 5000,
    "5000 रुपये/-": 5000,
    "5000/- रुपये": 5000,
    "रु. 500": 500,
    "५०००": 5000,
    "৫০০": 500,
    "௫௦": 50,
    "੫੦": 50,
    "५0": 50,
    "５００": 500,
    "۵۰": 50,
    "1,00,000": 100_000,
    "100,000": 100_000,
    "10,00,000": 1_000_000,
    "1,000,000": 1_000_000,
    "10000000": 10_000_000,
    "1,00,00,000": 10_000_000,
    "10,000.50": Fraction("10000.5"),
    "20.5": Fraction("20.5"),
    "20.05": Fraction("20.05"),
    "0.50": Fraction("0.5"),
    "07": 7,
    " 20 ": 20,
    "\u00a020\t": 20,
    "2\u200b0": 20,
    "20\ufeff": 20,
    "5k": 5000,
    "5 हज़ार": 5000,
    "5हजार": 5000,
    "५ ह\u095bार रुपये": 5000,
    "५ हज\u093cार": 5000,
    "1.5 लाख": 150_000,
    "2.25 thousand": 2250,
    "डेढ़ लाख": 150_000,
    "ढाई हज़ार": 2500,
    "पाँच हज़ार पाँच सौ": 5500,
    "1 लाख 20 हज़ार": 120_000,
    "5 हज़ार 500": 5500,
    "पचास": 50,
}
UNCLEAR: Final = (
    *("", " ", "₹", "/-", "रुपये", "लाख", "abc", "sewing machine", "constructor", "__proto__"),
    *("-5", "--", "₹-5", "−5", "+5", "(5)", "²", "½", "1e5", "$5", "500.", ".5", "500।", "5%"),
    *(
        "20,50",
        "1,50",
        "20,5",
        "1 5",
        "1,5",
        "2,0",
        ",500",
        "500,",
        "5,,000",
        "1,000,00",
        "1,00,00",
    ),
    *("0,500", "00,500", "1234,567", "1,0000", "1.00.000", "1.000,00", "1'000", "1،000", "1٬000"),
    *("1_2", "1_000", "1/2", "1:30", "12-5", "0x10", "1\u00a0000", "1\u2009000", "1\n000"),
    *("5 000", "5000 6", "5 0", "5,000 5", "2.255", "1.5555 लाख", "99,99,99,999", "10000001"),
    *("5.000", "₹ 5.000/-", "५.०००", "5.000 हज़ार", "9" * 5000, "5." + "0" * 5000, "/-500"),
    *("1 हज़ार 5 लाख", "5 हज़ार 5 हज़ार", "1 हज़ार 1500", "1 लाख 100 हज़ार", "500 एकड़", "5 5 5"),
)
WHOLE: Final = {"0": 0, "12": 12, "१२": 12, " 12 ": 12, "১২": 12, "012": 12, "9" * 9: 999_999_999}
NOT_WHOLE: Final = (
    *("", "1_2", "1.5", "12.0", "1,2", "1,000", "1 2", "-1", "+1", "१_२", "²", "½", "0x1", "1e1"),
    *("five", "12/-", "₹12", "9" * 10, "9" * 5000, "一", "Ⅻ"),
)

_RUN: Final = """
globalThis.document = { addEventListener() {} };
eval(require("fs").readFileSync(process.argv[1], "utf8"));
const asked = JSON.parse(require("fs").readFileSync(0, "utf8"));
const [paise, whole] = readers(asked.grammar);
process.stdout.write(JSON.stringify(asked.texts.map((text) => [paise(text), whole(text)])));
"""


def of_script(texts: Sequence[str]) -> list[tuple[int | None, int | None]]:
    """The paise and the whole number that the browser's script reads of each text."""
    node = shutil.which("node") or str(ROOT / ".venv" / "bin" / "node")
    asked = json.dumps({"grammar": json.loads(GRAMMAR_JSON), "texts": texts})
    ran = subprocess.run(
        [node, "-e", _RUN, str(REGISTER_JS)],
        input=asked,
        capture_output=True,
        text=True,
        check=True,
    )
    return [(paise, whole) for paise, whole in json.loads(ran.stdout)]


def pieces_of_amounts() -> tuple[str, ...]:
    """What amounts are made of, for texts at random: each word, sign and digit, and some others."""
    grammar = json.loads(GRAMMAR_JSON)
    words = [word for name in ("units", "said") for word, _ in grammar[name]]
    currency = re.findall(r"[a-z\u0900-\u0963]+", grammar["marks"])
    return (*words, *currency, *"0123456789०५৫௫,.,.₹/-=_ \u00a0\u200b\u093c", "/-", ",000", ".50")
