"""Launch data prove who she is, or are refused; a third-party library signs them."""

import hashlib
import hmac
import json
import time
from collections.abc import Callable, Mapping
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st
from init_data_py import sign, validate_by_hash

from tests.webapp.world import BOT_TOKEN
from webapp.launch import FIELDS_MAX, LENGTH_MAX, Launch, LaunchRefused, launch_key, read_launch

KEY = launch_key(BOT_TOKEN)
NOW = 1_790_000_000
USER = {"id": 42, "first_name": "सुनीता", "last_name": "देवी", "language_code": "hi"}


def signed(at: int = NOW, user: object = USER, **more: str) -> str:
    return sign({"user": json.dumps(user), **more}, BOT_TOKEN, auth_date=at)


def refusal(raw: str, now: float = NOW) -> str:
    with pytest.raises(LaunchRefused) as refused:
        read_launch(raw, KEY, seconds=now)
    return refused.value.why


def test_signed_data_say_who_she_is_and_what_her_link_carried() -> None:
    launch = read_launch(signed(start_param="abc-vouch", signature="s"), KEY, seconds=NOW)

    assert launch == Launch(42, "सुनीता देवी", "hi", "abc-vouch")


def test_the_vector_of_another_implementation_is_read_alike() -> None:
    raw = signed(query_id="q", chat_instance="-1", chat_type="group")

    validate_by_hash(raw, BOT_TOKEN, expires_in=None)
    assert read_launch(raw, KEY, seconds=NOW).telegram_id == 42


def test_a_blank_value_is_no_fault() -> None:
    assert read_launch(signed(start_param=""), KEY, seconds=NOW).start_param == ""


@pytest.mark.parametrize(
    "change",
    [
        lambda raw: raw.replace("%22id%22%3A+42", "%22id%22%3A+43"),
        lambda raw: raw + "&start_param=abc",
        lambda raw: raw.replace("hash=", "hash=0"),
        lambda raw: raw[: raw.index("&hash=")],
        lambda raw: raw[: raw.index("hash=")] + "hash=%C3%A9",
        lambda raw: raw[: raw.index("hash=")] + "hash=",
    ],
)
def test_what_was_changed_on_the_way_is_not_signed(change: Callable[[str], str]) -> None:
    raw = signed()
    changed = change(raw)

    assert changed != raw
    assert refusal(changed) == "not_signed"


def test_another_bots_signature_is_none() -> None:
    assert refusal(sign({"user": json.dumps(USER)}, "1:other", auth_date=NOW)) == "not_signed"


@pytest.mark.parametrize("twice", ["user=%7B%7D", "auth_date=1", "hash=00"])
def test_a_field_that_stands_twice_is_refused(twice: str) -> None:
    assert refusal(f"{signed()}&{twice}") == "field_twice"


def test_data_older_than_an_hour_are_refused() -> None:
    assert refusal(signed(NOW - 3601)) == "too_old"


def test_data_of_an_hour_ago_are_taken() -> None:
    assert read_launch(signed(NOW - 3600), KEY, seconds=NOW).telegram_id == 42


def test_data_from_the_future_are_refused() -> None:
    assert refusal(signed(NOW + 61)) == "from_the_future"


def test_a_phone_whose_clock_is_a_minute_ahead_is_taken() -> None:
    assert read_launch(signed(NOW + 60), KEY, seconds=NOW).telegram_id == 42


def test_more_text_than_telegram_sends_is_refused_before_it_is_read() -> None:
    assert refusal(signed(start_param="a" * LENGTH_MAX)) == "too_long"


def test_more_fields_than_telegram_sends_are_refused() -> None:
    many = {f"f{at}": "1" for at in range(FIELDS_MAX)}

    assert refusal(sign(many, BOT_TOKEN, auth_date=NOW)) == "not_readable"


@pytest.mark.parametrize(
    "raw", ["", "hash", "%FF=1&hash=0", "user=%ff&hash=1", "a=1;b", "é=1", "\udcff=1"]
)
def test_what_cannot_be_read_is_refused(raw: str) -> None:
    assert refusal(raw) in {"not_readable", "not_signed"}


@pytest.mark.parametrize(
    "user", [[], "x", {}, {"id": "42"}, {"id": True}, {"id": 1.5}, {"id": 7, "is_bot": True}]
)
def test_signed_data_without_a_person_are_refused(user: object) -> None:
    assert refusal(signed(user=user)) == "no_person"


def test_signed_data_of_no_user_at_all_are_refused() -> None:
    assert refusal(sign({"query_id": "q"}, BOT_TOKEN, auth_date=NOW)) == "no_person"


@pytest.mark.parametrize("date", ["", "१२३", "-1", "1e9", "9" * 12])
def test_a_date_that_is_no_number_is_refused(date: str) -> None:
    key = launch_key("1:other")
    raw = _signed_by_hand({"user": "{}", "auth_date": date}, key)

    with pytest.raises(LaunchRefused) as refused:
        read_launch(raw, key, seconds=NOW)

    assert refused.value.why == "no_date"


@given(st.text(max_size=200))
def test_nothing_that_anybody_sends_breaks_it(raw: str) -> None:
    with pytest.raises(LaunchRefused):
        read_launch(raw, KEY, seconds=time.time())


def _signed_by_hand(fields: Mapping[str, str], key: bytes) -> str:
    check = "\n".join(f"{name}={fields[name]}" for name in sorted(fields))
    digest = hmac.new(key, check.encode(), hashlib.sha256).hexdigest()
    return urlencode({**fields, "hash": digest})
