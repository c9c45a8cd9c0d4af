"""What no browser of ours sends: odd bodies, headers, addresses and values, byte by byte."""

import asyncio
import contextlib
from collections.abc import Iterable, Mapping
from typing import Any, Final
from urllib.parse import urlencode

from hypothesis import HealthCheck
from hypothesis import strategies as st

from webapp.hook import SECRET_HEADER

BOUNDARY: Final = "xyz"
_FORM: Final = "application/x-www-form-urlencoded"
_PARTS: Final = "multipart/form-data"
_BOUND: Final = f"{_PARTS}; boundary={BOUNDARY}"
_SECONDS: Final = 20

Headers = Mapping[str, str]

# The village stays as it is, so that all examples may share it; drawing one takes its time.
UNHURRIED: Final = (
    HealthCheck.function_scoped_fixture,
    HealthCheck.too_slow,
    HealthCheck.data_too_large,
    HealthCheck.filter_too_much,
)


def part(body: bytes, *lines: str) -> bytes:
    """Return one part between boundaries, with header lines of its own."""
    head = "\r\n".join(lines).encode("utf-8", "surrogateescape")
    return f"--{BOUNDARY}\r\n".encode() + head + b"\r\n\r\n" + body + b"\r\n--xyz--\r\n"


_NAMED: Final = 'Content-Disposition: form-data; name="member"'
_FILE: Final = 'Content-Disposition: form-data; name="sheet"; filename="a.xlsx"'

# Each: the headers of a body, and the body. None of them may break a door.
BODIES: Final[Mapping[str, tuple[Headers, bytes]]] = {
    "no type, no body": ({}, b""),
    "no boundary": ({"Content-Type": _PARTS}, b"--xyz\r\n\r\nx\r\n--xyz--\r\n"),
    "empty boundary": ({"Content-Type": f"{_PARTS}; boundary="}, b"----\r\n"),
    "long boundary": ({"Content-Type": f"{_PARTS}; boundary={'b' * 100}"}, b"--b\r\n"),
    "boundary not met": ({"Content-Type": _BOUND}, b"nothing of it"),
    "boundary without end": ({"Content-Type": _BOUND}, b"--xyz\r\n"),
    "parts of no body": ({"Content-Type": _BOUND}, b""),
    "part without name": ({"Content-Type": _BOUND}, part(b"x", "X: y")),
    "part without disposition": ({"Content-Type": _BOUND}, part(b"x")),
    "part cut off": ({"Content-Type": _BOUND}, part(b"x", _NAMED)[:-12]),
    "part's head cut off": ({"Content-Type": _BOUND}, f"--xyz\r\n{_NAMED}".encode()),
    "part's head is none": ({"Content-Type": _BOUND}, part(b"x", "nocolon")),
    "part's head is long": ({"Content-Type": _BOUND}, part(b"x", "X: " + "y" * 20_000)),
    "part's many heads": ({"Content-Type": _BOUND}, part(b"x", *(["X: y"] * 500), _NAMED)),
    "part's odd charset": (
        {"Content-Type": _BOUND},
        part(b"x", _NAMED, "Content-Type: text/plain; charset=nosuch"),
    ),
    "part is no text": ({"Content-Type": _BOUND}, part(b"\xff\xfe\x00", _NAMED)),
    "part is base64": (
        {"Content-Type": _BOUND},
        part(b"!!!!!", _NAMED, "Content-Transfer-Encoding: base64"),
    ),
    "part travels oddly": (
        {"Content-Type": _BOUND},
        part(b"x", _NAMED, "Content-Transfer-Encoding: nosuch"),
    ),
    "part is packed oddly": (
        {"Content-Type": _BOUND},
        part(b"x", _NAMED, "Content-Encoding: nosuch"),
    ),
    "part is not packed": (
        {"Content-Type": _BOUND},
        part(b"x", _NAMED, "Content-Encoding: gzip"),
    ),
    "part within parts": (
        {"Content-Type": _BOUND},
        part(b"--abc--\r\n", _NAMED, "Content-Type: multipart/mixed; boundary=abc"),
    ),
    "parts within without boundary": (
        {"Content-Type": _BOUND},
        part(b"x", _NAMED, "Content-Type: multipart/mixed"),
    ),
    "part's length is odd": ({"Content-Type": _BOUND}, part(b"x", _NAMED, "Content-Length: x")),
    "part's length is below nothing": (
        {"Content-Type": _BOUND},
        part(b"x", _NAMED, "Content-Length: -5"),
    ),
    "part's length is too much": (
        {"Content-Type": _BOUND},
        part(b"x", _NAMED, "Content-Length: 999"),
    ),
    "file that is none": ({"Content-Type": _BOUND}, part(b"\x00\x01", _FILE)),
    "file that travels oddly": (
        {"Content-Type": _BOUND},
        part(b"x", _FILE, "Content-Transfer-Encoding: nosuch"),
    ),
    "other parts": ({"Content-Type": "multipart/mixed; boundary=xyz"}, part(b"x", _NAMED)),
    "odd charset": ({"Content-Type": f"{_FORM}; charset=nosuch"}, b"member=x"),
    "charset of no text": ({"Content-Type": f"{_FORM}; charset=base64"}, b"member=x"),
    "charset is rot13": ({"Content-Type": f"{_FORM}; charset=rot13"}, b"member=x"),
    "charset is not met": ({"Content-Type": f"{_FORM}; charset=utf-16"}, b"member=x"),
    "charset has a zero byte": ({"Content-Type": f"{_FORM}; charset=\x7f"}, b"member=x"),
    "charset is ascii": ({"Content-Type": f"{_FORM}; charset=ascii"}, b"member=\xe0\xa4"),
    "charset is escaped": ({"Content-Type": f"{_FORM}; charset=unicode_escape"}, b"member=\\x"),
    "charset is idna": ({"Content-Type": f"{_FORM}; charset=idna"}, b"member=..x"),
    "no letters": ({"Content-Type": _FORM}, b"member=\xff\xfe&\xff=1"),
    "half a letter": ({"Content-Type": _FORM}, b"member=%ED%A0%80&%ED%A0%80=%ED%A0%80"),
    "zero bytes": ({"Content-Type": _FORM}, b"member=%00&mark-%00=present&%00=%00&cash=%00"),
    "bad percent signs": ({"Content-Type": _FORM}, b"member=%&%zz=%u0041&%=%"),
    "only signs": ({"Content-Type": _FORM}, b"&&==&=&;"),
    "many fields": ({"Content-Type": _FORM}, b"&".join(b"f%d=1" % n for n in range(5000))),
    "one name often": ({"Content-Type": _FORM}, b"member=1&" * 500),
    "a number too large": ({"Content-Type": _FORM}, b"member=1&months=" + b"9" * 5000),
    "a great body": ({"Content-Type": _FORM}, b"member=" + b"a" * 1_100_000),
    "deep json": ({"Content-Type": "application/json"}, b"[" * 100_000),
    "json": ({"Content-Type": "application/json; charset=nosuch"}, b"{}"),
    "not packed": ({"Content-Type": _FORM, "Content-Encoding": "gzip"}, b"member=x"),
    "badly packed": ({"Content-Type": _FORM, "Content-Encoding": "deflate"}, b"\x00\xff\x00"),
    "packed oddly": ({"Content-Type": _FORM, "Content-Encoding": "nosuch"}, b"member=x"),
    "type of no form": ({"Content-Type": "a"}, b"member=x"),
    "type with odd signs": ({"Content-Type": '"; ;;=; charset="'}, b"member=x"),
    "type is long": ({"Content-Type": "a/" + "b" * 7000}, b"member=x"),
    "length too short": ({"Content-Type": _FORM, "Content-Length": "2"}, b"member=x"),
    "length too long": ({"Content-Type": _FORM, "Content-Length": "99"}, b"member=x"),
    "length is no number": ({"Content-Type": _FORM, "Content-Length": "x"}, b"member=x"),
    "length below nothing": ({"Content-Type": _FORM, "Content-Length": "-1"}, b"member=x"),
    "length is beyond": ({"Content-Type": _FORM, "Content-Length": "9" * 30}, b"member=x"),
    "odd pieces": (
        {"Content-Type": _FORM, "Transfer-Encoding": "chunked"},
        b"zz\r\nx\r\n0\r\n\r\n",
    ),
    "pieces cut off": ({"Content-Type": _FORM, "Transfer-Encoding": "chunked"}, b"5\r\nme"),
    "travels oddly": ({"Content-Type": _FORM, "Transfer-Encoding": "nosuch"}, b"member=x"),
    "waits to be told": ({"Content-Type": _FORM, "Expect": "something"}, b"member=x"),
}

# Values that somebody may put in the place of any that a page sends.
VALUES: Final = (
    *("", " ", "0", "-1", "9" * 19, "9" * 400, "9" * 5000, "1e9", "1_2", "0x1", "NaN", "½", "²"),
    *("9223372036854775807", "9223372036854775808", "-9223372036854775809", "९९९९९९९९९९९९९९९९९९९९"),
    *("\x00", "a\x00b", "\ufffe", "\u202e", "\x1b[0m", "\n", "\r\n\r\n", "🙂" * 300, "क" * 5000),
    *("0001-01-01", "9999-12-31", "2026-02-30", "2026-W01-1", "20260101", "-2026-01-01"),
    *("24:00", "99:99", ":", "12:", "1:2:3", "12:5९", "²²:00"),
    *("{}", "[]", "null", "true", "%s%n{0}{x}", "{{ 7*7 }}", "<b>", "'; --", '"', "\\", "/../.."),
    *(",", ",,,", "sun,moon,star,tree", ":", "=", ";", "rest=", "rest=5;;", "-", "--", "member"),
)


NAMES: Final = ("first", "last", "member", "before", "language", "reason", "act", "role", "months")
USERS: Final = ("first_name", "last_name", "language_code", "is_bot", "username")
ODD_PARTS: Final = (
    *("%00", "%ED%A0%80", "%", "%zz", "%u0041", "%ff", "%2e%2e", "%2f", "%0d%0a", "..", ".", ""),
    *("%F0%9F%99%82", "a" * 3000, "9" * 5000, "{x}", "a;b", "%E0%A4", "%C0%80", "%25", "+"),
)
HEADERS: Final = (
    *("Authorization", "X-Fragment", "Accept-Encoding", "Content-Type", "Content-Length", "Range"),
    *("If-None-Match", "If-Modified-Since", "Cookie", "Host", "X-Forwarded-For", "Forwarded"),
    *("Expect", "Upgrade", "Connection", "Transfer-Encoding", "Accept", SECRET_HEADER),
)
header_values = st.sampled_from(
    ["", "Bearer", "Bearer a.b", "tma a=b", "Bearer \udcff.\udcff", "9" * 30, "\udcff", "a; q=x"]
) | st.text(
    st.characters(min_codepoint=32, max_codepoint=255, exclude_characters="\x7f"), max_size=20
)
json_values: st.SearchStrategy[Any] = st.recursive(
    st.none()
    | st.booleans()
    | st.floats()
    | st.text(max_size=20)
    | st.sampled_from(
        [0, -1, 2**31, 2**63 - 1, 2**63, -(2**63) - 1, 10**30, "\x00", "\ud800", "क" * 400]
    ),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["update_id", "message", "from", "chat", "id", "x"]), inner, max_size=3
        )
    ),
    max_leaves=6,
)
odd_text = st.sampled_from(VALUES) | st.text(max_size=30)


async def status_of(base: str, request: bytes, *, patience: float = _SECONDS) -> int:
    """Send bytes as they are; return the answer's status, 0 where there is none.

    A request that has no end is ended after `patience` in seconds.
    """
    port = int(base.rpartition(":")[2])
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        writer.write(request)
        first = b""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(patience):
                first = await reader.readline()
    except ConnectionError:
        return 0
    finally:
        writer.close()
    words = first.split()
    return int(words[1]) if len(words) > 1 else 0


def request_of(
    method: str, address: str | bytes, headers: Iterable[tuple[str, str]], body: bytes = b""
) -> bytes:
    """Return the bytes of a request; a length is added unless one is given."""
    given = list(headers)
    names = {name.lower() for name, _ in given}
    if not names & {"content-length", "transfer-encoding"}:
        given.append(("Content-Length", str(len(body))))
    lines = "".join(f"{name}: {value}\r\n" for name, value in [("Host", "a"), *given])
    path = address.encode("utf-8", "surrogatepass") if isinstance(address, str) else address
    first = method.encode() + b" " + path + b" HTTP/1.1\r\n"
    return first + lines.encode("utf-8", "surrogateescape") + b"\r\n" + body


def form_of(fields: Mapping[str, str]) -> tuple[Headers, bytes]:
    """Return a form as a browser sends it, whatever its values are."""
    return {"Content-Type": _FORM}, urlencode(fields, errors="surrogatepass").encode()
