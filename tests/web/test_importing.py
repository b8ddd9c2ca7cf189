"""A history from another service on the page, from the file to the way back: by key alone, and with a small phone."""

from pathlib import Path

import pytest

from tests.support.accounts import Accounts
from tests.support.catalogue import created_title
from tests.unit.imports.test_samples import packed
from tests.web.conftest import Browser

pytestmark = pytest.mark.timeout(240)

_NAMESAKES = (("Nameless Reel", 1950), ("Nameless Reel", 1960), ("Salt Road", 2011), ("Salt Road", 2011))


@pytest.fixture
async def namesakes(stage: None, accounts: Accounts) -> None:
    """Titles that the sample may mean as well as others of the same name."""
    admin = await accounts.admin("namer")
    for name, year in _NAMESAKES:
        await created_title(admin, name, release_date=f"{year}-05-01")


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    content, _ = packed("letterboxd/whole-zip")
    path = tmp_path / "letterboxd-ada.zip"
    path.write_bytes(content.getvalue())
    return path


async def test_history_comes_and_goes_by_key(namesakes: None, archive: Path, browser: Browser) -> None:
    await browser.run("import-keys.mjs", str(archive))


@pytest.mark.long
async def test_history_comes_and_goes_by_finger(namesakes: None, archive: Path, browser: Browser) -> None:
    await browser.run("import-touch.mjs", str(archive))
