"""The settings: default values, and refusals that name the setting."""

import logging
from dataclasses import fields
from pathlib import Path

import click
import pytest

from settings import HERE, TELEGRAM, Settings, anchored, log_as_json, read_env_file, read_settings

REFUSED = {
    "BOT_TOKEN": "4242:a token",
    "BOT_API_URL": "api.telegram.org",
    "DATABASE_URL": "mysql://localhost/saakh",
    "WEB_PORT": "many",
    "PUBLIC_URL": "saakh.example.org",
    "WEBHOOK_SECRET": "not a secret",
    "FACILITATORS": "1, Asha",
    "LOG_LEVEL": "LOUD",
    "VILLAGE_PORT": "65535",
}


def test_nothing_needs_to_be_said() -> None:
    settings = read_settings({})

    assert settings.bot_api_url == TELEGRAM
    assert settings.database_url == f"sqlite:///{HERE / 'saakh.db'}"
    assert not settings.admits_every_group
    assert (settings.web_host, settings.web_port, settings.village_port) == (
        "127.0.0.1",
        8081,
        8080,
    )


def test_what_is_said_is_taken_without_its_blanks_and_last_slash() -> None:
    settings = read_settings(
        {
            "BOT_TOKEN": " 4242:token ",
            "PUBLIC_URL": "https://saakh.example.org/",
            "FACILITATORS": "11, 12,",
            "LOG_LEVEL": "debug",
            "WEB_PORT": "",
        }
    )

    assert (settings.bot_token, settings.public_url) == (
        "4242:token",
        "https://saakh.example.org",
    )
    assert (settings.facilitators, settings.log_level, settings.web_port) == (
        (11, 12),
        "DEBUG",
        8081,
    )


SLIPS = {
    "FACILITATOR": "FACILITATORS",
    "FACILITATERS": "FACILITATORS",
    "FACILITATORS_ID": "FACILITATORS",
    "facilitators": "FACILITATORS",
    "FACILITATORS ": "FACILITATORS",
    "SAAKH_FACILITATORS": "FACILITATORS",
    "BOT-TOKEN": "BOT_TOKEN",
    "BOTTOKEN": "BOT_TOKEN",
    "DATABASE_URI": "DATABASE_URL",
    "WEB_PROT": "WEB_PORT",
    "PUBLICURL": "PUBLIC_URL",
    "WEBHOOK_SECRETS": "WEBHOOK_SECRET",
    "METRIC_TOKEN": "METRICS_TOKEN",
    "LOGLEVEL": "LOG_LEVEL",
    "CHARTERS": "CHARTER",
}
OTHERS = (
    *("PATH", "HOME", "LANG", "HOST", "PORT", "TOKEN", "SECRET", "WEB_ROOT", "WEB_CONCURRENCY"),
    *("TEST_DATABASE_URL", "POSTGRES_PASSWORD", "PUBLIC_DIR", "LOG_FILE", "SAAKH_STRICT"),
)


IMPLIED = "admits_every_group"  # said by FACILITATORS


@pytest.mark.parametrize("slip", SLIPS)
def test_a_name_that_is_nearly_ours_opens_no_door(slip: str) -> None:
    with pytest.raises(click.ClickException, match=f"is {SLIPS[slip]} meant"):
        read_settings({slip: "99"})


@pytest.mark.parametrize("name", [it.name.upper() for it in fields(Settings) if it.name != IMPLIED])
def test_no_slip_of_one_letter_opens_a_door(name: str) -> None:
    cut = {name[:at] + name[at + 1 :] for at in range(len(name))}
    doubled = {name[:at] + name[at] + name[at:] for at in range(len(name))}
    turned = {name[:at] + name[at : at + 2][::-1] + name[at + 2 :] for at in range(len(name) - 1)}
    others = {name.lower(), name.replace("_", ""), f"{name}S", f"SAAKH_{name}"}

    for slip in (cut | doubled | turned | others) - {name}:
        with pytest.raises(click.ClickException, match="is no setting of Saakh"):
            read_settings({slip: "99"})


def test_what_other_programs_are_told_is_theirs() -> None:
    assert read_settings(dict.fromkeys(OTHERS, "99")) == read_settings({})


def test_that_anyone_is_admitted_is_said_in_a_word() -> None:
    settings = read_settings({"FACILITATORS": "Anyone"})

    assert (settings.facilitators, settings.admits_every_group) == ((), True)
    with pytest.raises(click.ClickException, match="the one word anyone"):
        read_settings({"FACILITATORS": "everyone"})


def test_a_path_in_the_file_begins_at_its_folder(tmp_path: Path) -> None:
    written = {
        "DATABASE_URL": "sqlite:///books.db",
        "CHARTER": "ours.toml",
        "VILLAGE_FOLDER": "/elsewhere",
        "WEB_PORT": "8081",
    }

    assert anchored(written, tmp_path) == {
        "DATABASE_URL": f"sqlite:///{tmp_path / 'books.db'}",
        "CHARTER": str(tmp_path / "ours.toml"),
        "VILLAGE_FOLDER": "/elsewhere",
        "WEB_PORT": "8081",
    }
    for url in ("sqlite:////srv/books.db", "postgresql:///saakh", ""):
        assert anchored({"DATABASE_URL": url}, tmp_path) == {"DATABASE_URL": url}


@pytest.mark.parametrize("name", REFUSED)
def test_a_value_that_cannot_be_is_refused_by_its_name(name: str) -> None:
    with pytest.raises(click.ClickException, match=name):
        read_settings({name: REFUSED[name]})


def test_a_webhook_needs_an_address() -> None:
    with pytest.raises(click.ClickException, match="PUBLIC_URL is needed"):
        read_settings({"WEBHOOK_SECRET": "secret"})


def test_telegram_itself_opens_no_mini_app_by_plain_http() -> None:
    with pytest.raises(click.ClickException, match="must be https"):
        read_settings({"PUBLIC_URL": "http://saakh.example.org"})


def test_another_bot_api_may_open_it_by_plain_http() -> None:
    settings = read_settings(
        {"PUBLIC_URL": "http://127.0.0.1:8081", "BOT_API_URL": "http://127.0.0.1:8080"}
    )

    assert settings.public_url == "http://127.0.0.1:8081"


def test_a_file_of_settings_may_be_missing(tmp_path: Path) -> None:
    assert read_env_file(tmp_path / ".env") == {}


def test_a_file_of_settings_is_read(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text("# ours\nBOT_TOKEN='4242:token'\n\nWEB_PORT=9000\n")

    assert read_env_file(file) == {"BOT_TOKEN": "4242:token", "WEB_PORT": "9000"}


def test_a_line_that_says_nothing_is_named(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text("BOT_TOKEN=4242:token\nthe port is = 9000\n")

    with pytest.raises(click.ClickException, match=r"\.env, line 2"):
        read_env_file(file)


def test_a_file_of_settings_that_is_no_text_is_refused(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_bytes(b"\xff\xfe\x00")

    with pytest.raises(click.ClickException, match="cannot be read"):
        read_env_file(file)


def test_an_answer_that_cannot_be_read_is_not_logged_with_its_words() -> None:
    log_as_json("DEBUG")

    assert not logging.getLogger("telegram.request.BaseRequest").isEnabledFor(logging.ERROR)
