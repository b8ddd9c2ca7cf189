"""People on the page, in Chromium: by mouse, by key, by touch; and what a program for accessibility finds."""

import asyncpg
import pytest

from tests.support.accounts import PASSWORD
from tests.web.conftest import Browser

pytestmark = pytest.mark.timeout(240)


async def test_person_finds_rates_and_undoes_by_mouse(browser: Browser) -> None:
    await browser.run("mouse.mjs")


async def test_person_does_without_a_mouse(browser: Browser) -> None:
    await browser.run("keyboard.mjs")


async def test_person_with_a_small_phone(browser: Browser) -> None:
    await browser.run("touch.mjs")


@pytest.mark.long
async def test_person_without_network(browser: Browser) -> None:
    await browser.run("offline.mjs")


@pytest.mark.long
async def test_person_whose_browser_speaks_german(browser: Browser) -> None:
    await browser.run("german.mjs")


@pytest.mark.long
async def test_person_brings_a_history_along(browser: Browser) -> None:
    await browser.run("importing.mjs")


@pytest.mark.long
async def test_person_with_two_tabs_and_a_service_that_fails(browser: Browser) -> None:
    await browser.run("tabs.mjs")


@pytest.mark.long
async def test_person_connects_a_media_server_and_a_webhook(browser: Browser) -> None:
    await browser.run("programs.mjs")


@pytest.mark.long
async def test_administrator_at_a_small_phone(browser: Browser, connection: asyncpg.Connection) -> None:
    """Two titles that people brought along wait for the administrator."""
    await connection.execute("UPDATE titles SET is_unconfirmed = true WHERE title IN ('Film 07', 'Film 08')")
    await browser.run("admin.mjs", PASSWORD)


@pytest.mark.long
async def test_two_browsers_see_each_others_rating(browser: Browser) -> None:
    await browser.run("two.mjs")


@pytest.mark.long
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", ["320", "360", "768", "1280"])
async def test_every_screen_is_accessible_in_every_size_and_theme(browser: Browser, width: str, theme: str) -> None:
    await browser.run("axe.mjs", width, theme)


@pytest.mark.long
@pytest.mark.parametrize("width", ["360", "1280"])
async def test_every_screen_has_room_for_large_letters(browser: Browser, width: str) -> None:
    """Letters of 24 pixels, which a person sets in the browser."""
    await browser.run("axe.mjs", width, "light", "24")
