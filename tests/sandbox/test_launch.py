"""Launch data of the mini-app, checked by an independent program."""

import json
from urllib.parse import parse_qs, urlsplit

import init_data_py
import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, MenuButtonWebApp, WebAppInfo

from sandbox.driver import Refused, VillageDriver, init_data_of
from tests.sandbox.conftest import GROUP, SUNITA, TOKEN, Serve

LINK = "https://t.me/saakh_practice_bot?startapp=token-1"


async def test_launch_data_of_a_link_are_signed(driver: VillageDriver) -> None:
    raw = init_data_of(await driver.open_app(SUNITA, LINK, GROUP))

    user = init_data_py.validate_by_hash(raw, TOKEN).user
    assert user is not None
    assert user.id == SUNITA


async def test_changed_launch_data_are_found_out(driver: VillageDriver) -> None:
    raw = init_data_of(await driver.open_app(SUNITA, LINK, GROUP))

    with pytest.raises(init_data_py.errors.InitDataPyError):
        init_data_py.validate_by_hash(raw.replace("Sunita", "Kamla"), TOKEN)


async def test_link_tells_the_kind_of_chat_and_its_parameter(driver: VillageDriver) -> None:
    fields = parse_qs(init_data_of(await driver.open_app(SUNITA, LINK, GROUP)))

    assert {name: fields.get(name) for name in ("chat_type", "start_param", "query_id")} == {
        "chat_type": ["supergroup"],
        "start_param": ["token-1"],
        "query_id": None,
    }


async def test_link_parameter_stands_in_the_address_too(driver: VillageDriver) -> None:
    address = urlsplit(await driver.open_app(SUNITA, LINK, GROUP))

    assert (address.path, address.query) == ("/app", "tgWebAppStartParam=token-1")


async def test_menu_button_gives_a_query_id_and_no_chat(bot: Bot, driver: VillageDriver) -> None:
    app = WebAppInfo("http://127.0.0.1:8081/app")
    await bot.set_chat_menu_button(menu_button=MenuButtonWebApp("Open", app))

    fields = parse_qs(init_data_of(await driver.open_app(SUNITA)))

    assert ("query_id" in fields, "chat_instance" in fields) == (True, False)


async def test_button_in_private_opens_its_own_address(bot: Bot, driver: VillageDriver) -> None:
    app = WebAppInfo("http://127.0.0.1:8081/app?page=points")
    keys = InlineKeyboardMarkup([[InlineKeyboardButton("Points", web_app=app)]])
    sent = await bot.send_message(SUNITA, "x", reply_markup=keys)

    address = await driver.tap(SUNITA, None, sent.message_id, "Points")

    assert address is not None
    assert urlsplit(address).query == "page=points"


async def test_launch_tells_theme_version_and_platform(driver: VillageDriver) -> None:
    launch = parse_qs(urlsplit(await driver.open_app(SUNITA, LINK, GROUP)).fragment)

    assert launch["tgWebAppVersion"] + launch["tgWebAppPlatform"] == ["8.0", "weba"]
    assert json.loads(launch["tgWebAppThemeParams"][0])["bg_color"] == "#ffffff"


async def test_no_menu_button_opens_nothing(driver: VillageDriver) -> None:
    with pytest.raises(Refused, match="no_such_button"):
        await driver.open_app(SUNITA)


async def test_named_app_is_opened_by_its_own_link_only(serve: Serve) -> None:
    served = await serve(webapp_name="books")
    async with VillageDriver(served.address) as driver:
        own = await driver.follow(SUNITA, GROUP, "https://t.me/saakh_practice_bot/books?startapp=a")
        other = await driver.follow(
            SUNITA, GROUP, "https://t.me/saakh_practice_bot/else?startapp=a"
        )

    assert (list(own), list(other)) == (["app"], ["external"])
