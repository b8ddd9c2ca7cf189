"""The built files of the page are those of its sources, small, and whole: seen without Node."""

import gzip
import json
import re
from hashlib import sha256
from pathlib import Path

import pytest

from watchkeeper.configs.settings import PROJECT_ROOT
from watchkeeper.controllers.v1.operations.page_controller import ADDRESSES, ADDRESSES_OF_ONE

WEB = PROJECT_ROOT / "web"
BUILT = PROJECT_ROOT / "src" / "watchkeeper" / "resources" / "web"
ASSETS = BUILT / "assets"
SOURCES = ("src", "scripts", "index.html", "vite.config.ts", "tsconfig.json", "package.json", "package-lock.json")

SCRIPT_BYTES = 60_000
STYLE_BYTES = 12_000
FONT_BYTES = 50_000


def files_below(path: Path) -> list[Path]:
    return [file for file in path.rglob("*") if file.is_file()] if path.is_dir() else [path]


def digest_of_sources() -> str:
    """Return what `web/scripts/finish.mjs` writes beside the built files."""
    names = sorted(file.relative_to(WEB).as_posix() for source in SOURCES for file in files_below(WEB / source))
    lines = (f"{name}\0{sha256((WEB / name).read_bytes()).hexdigest()}\n" for name in names)
    return sha256("".join(lines).encode()).hexdigest()


def test_built_files_are_those_of_the_sources() -> None:
    assert (BUILT / ".sources").read_text() == f"{digest_of_sources()}\n", "Run make web: the page is older than web/."


def document() -> str:
    return (BUILT / "index.html").read_text()


def loaded_first() -> set[str]:
    """Return the scripts that the document loads, and those that they import before anything is shown."""
    names = set(re.findall(r'src="/assets/([^"]+\.js)"', document()))
    for _ in range(10):
        texts = [(ASSETS / name).read_text() for name in names]
        names |= {found for text in texts for found in re.findall(r'(?:from|import)"\./([^"]+\.js)"', text)}
    return names


def compressed(name: str) -> int:
    return (ASSETS / f"{name}.gz").stat().st_size


def test_first_load_is_small() -> None:
    assert loaded_first()
    assert sum(compressed(name) for name in loaded_first()) <= SCRIPT_BYTES
    assert sum(compressed(file.name) for file in ASSETS.glob("*.css")) <= STYLE_BYTES
    assert sum(file.stat().st_size for file in ASSETS.glob("*.woff2")) <= FONT_BYTES


def test_copies_are_of_the_same_content() -> None:
    originals = [file for file in ASSETS.iterdir() if file.suffix in {".js", ".css"}]
    assert originals
    for file in originals:
        assert gzip.decompress((ASSETS / f"{file.name}.gz").read_bytes()) == file.read_bytes()
        assert (
            0 < (ASSETS / f"{file.name}.br").stat().st_size <= compressed(file.name) + 64
        )  # brotli has a larger frame


def test_everything_the_document_names_is_there() -> None:
    names = re.findall(r'="/assets/([^"]+)"', document())
    assert len(names) >= 2
    assert [name for name in names if not (ASSETS / name).exists()] == []


@pytest.mark.parametrize("what", ["<style", " style=", " onclick=", "http://", "https://", "<base"])
def test_document_has_nothing_that_its_policy_forbids(what: str) -> None:
    assert what not in document()
    assert not re.search(r"<script(?![^>]*\bsrc=)", document())


def test_styles_name_no_other_host() -> None:
    for file in ASSETS.glob("*.css"):
        assert re.findall(r"url\((?!\./|[\"']?\./)[^)]*\)", file.read_text()) == []


def test_service_knows_every_address_of_the_page() -> None:
    patterns = re.findall(r"pattern: '([^']+)'", (WEB / "src" / "routes.ts").read_text())
    served = {"/", *ADDRESSES, *(re.sub(r"\{\w+\}", "{}", address) for address in ADDRESSES_OF_ONE)}
    assert {re.sub(r":\w+", "{}", pattern) for pattern in patterns} == served


def test_lock_file_names_versions_and_digests_but_no_address() -> None:
    lock = json.loads((WEB / "package-lock.json").read_text())
    assert "://" not in "".join(str(entry) for entry in lock["packages"].values())
    assert all("integrity" in entry for name, entry in lock["packages"].items() if name)


def test_versions_are_exact() -> None:
    package = json.loads((WEB / "package.json").read_text())
    versions = {**package["dependencies"], **package["devDependencies"]}
    assert {name for name, version in versions.items() if not re.fullmatch(r"\d+\.\d+\.\d+", version)} == set()
